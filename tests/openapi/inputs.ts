/** Inputs made from the document's schemas: good ones, and others. */
import fc from "fast-check";
import type { Api, Operation, Parameter, Schema } from "./api.ts";

/** A call as it is to be sent. */
export type Input = {
  path: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
};

/** Values that mean something where they are sent, by the field's name. */
export type Known = Record<string, unknown[]>;

type Any = fc.Arbitrary<unknown>;

/** Inputs that the document calls good. */
export function goodInputs(api: Api, { parameters, body }: Operation, known: Known) {
  const values = (part: string) =>
    fc.record(
      Object.fromEntries(
        parameters.filter((parameter) => parameter.in === part).map(
          ({ name, required, schema }) => {
            const value = field(api, name, schema, known).map(String);
            return [name, required ? value : fc.option(value, { nil: undefined })];
          },
        ),
      ),
    ).map(withoutUndefined);
  return fc.record<Input>({
    path: values("path"),
    query: values("query"),
    headers: values("header"),
    body: body ? valueOf(api, body, known) : fc.constant(undefined),
  });
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, [], {}, "", " ", "\u0000", -1, 0, 1.5, 1e100, 2 ** 31),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Bodies that are like a good one, but for a field or more, or not like it at all. */
export function otherBodies(api: Api, schema: Schema, known: Known): Any {
  const names = Object.keys(api.follow(schema).properties as Schema);
  const changes = fc.dictionary(fc.constantFrom(...names, "extra"), junk, {
    minKeys: 1,
    maxKeys: 3,
  });
  const good = valueOf(api, schema, known) as fc.Arbitrary<object>;
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(good, changes).map(([body, some]) => ({ ...body, ...some })) },
    { weight: 3, arbitrary: fc.tuple(good, fc.constantFrom(...names)).map(without) },
    junk,
  );
}

function without([body, name]: [object, string]): object {
  return Object.fromEntries(Object.entries(body).filter(([other]) => other !== name));
}

/** Texts that are wrong for the parameter; none where any text is right. */
export function wrongTexts({ in: part, schema: { type, enum: values, format } }: Parameter) {
  if (part === "header") return ["", "a key", "x".repeat(256)];
  if (part === "path") return ["0", "-1", "01", "x", "1.0", "99999999999", "%00"];
  if (type === "integer") return ["", "-1", "x", "1e1", "1.5", "99999999999", "٣", "\0"];
  if (type === "boolean") return ["", "1", "yes", "TRUE"];
  if (values) return ["", "lost", "PENDING"];
  if (format === "date-time") return ["", "tomorrow", "2099-01-15", "2099-02-30T10:00:00Z"];
  return [];
}

/** A value of a schema. */
export function valueOf(api: Api, reference: Schema, known: Known): Any {
  const schema = api.follow(reference);
  if (schema.properties) return objectOf(api, schema, known);
  if (schema.enum) return fc.constantFrom(...schema.enum as unknown[]);
  if (schema.anyOf) {
    return fc.oneof(...(schema.anyOf as Schema[]).map((one) => valueOf(api, one, known)));
  }
  if (schema.type === "array") {
    return fc.array(valueOf(api, schema.items as Schema, known), { maxLength: 5 });
  }
  const [type, alternative] = [schema.type ?? "any"].flat() as string[];
  const value = ofType(type, schema);
  return alternative === "null" ? fc.option(value, { freq: 4 }) : value;
}

function objectOf(api: Api, schema: Schema, known: Known): Any {
  const properties = Object.entries(schema.properties as Record<string, Schema>);
  const fields = properties.map(([name, inner]) => [name, field(api, name, inner, known)] as const);
  const requiredKeys = (schema.required ?? []) as string[];
  return fc.record(Object.fromEntries(fields), { requiredKeys });
}

function field(api: Api, name: string, schema: Schema, known: Known): Any {
  const value = valueOf(api, schema, known);
  if (!known[name]) return value;
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known[name]) }, value);
}

function ofType(type: string, schema: Schema): Any {
  if (type === "string") return textOf(schema);
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "any") return fc.jsonValue({ maxDepth: 3 });
  if (type !== "integer") throw new Error(`no values of ${JSON.stringify(schema)}`);
  const [min, max] = [Number(schema.minimum), Number(schema.maximum)];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
}

function textOf({ format, pattern, minLength = 0, maxLength = 300 }: Schema): Any {
  if (format === "email") return fc.nat(20).map((n) => `person-${n}@example.org`);
  if (format === "uri") return fc.webUrl({ validSchemes: ["http", "https"] });
  if (format === "date-time") return dateTime;
  if (pattern) return fc.stringMatching(new RegExp(String(pattern)));
  const length = { minLength: Number(minLength), maxLength: Number(maxLength) };
  return fc.oneof(
    fc.string({ unit: "grapheme-ascii", ...length }),
    fc.constant("é".repeat(length.maxLength)),
  );
}

const dateTime = fc.date({
  min: new Date("2000-01-01"),
  max: new Date("2199-12-31"),
  noInvalidDate: true,
}).map((date) => date.toISOString());

function withoutUndefined(record: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]),
  );
}
