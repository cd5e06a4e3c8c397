/** The API as its OpenAPI document describes it, for tests that read nothing else. */
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { createDocument } from "../../lib/http/openapi/document.ts";

export type Schema = Record<string, unknown>;
export type Content = {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
};
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
type Response = { content?: Record<string, Content> };
type Reference = { $ref: string };

export type Operation = {
  /** `PUT /api/schedule/{id}` */
  name: string;
  method: string;
  path: string;
  operationId: string;
  needsSignIn: boolean;
  parameters: Parameter[];
  /** The schema of its body, if it takes one. */
  body: Schema | null;
  /** What it may answer, by status. */
  responses: Record<string, Response>;
  /** The contents of all its calls and answers. */
  contents: Content[];
};

export type Api = {
  operations: Operation[];
  /** What is wrong with `value` by a schema of the document; empty if nothing is. */
  errorsOf(schema: Schema, value: unknown): string[];
  /** The schema itself where it is a reference. */
  follow(schema: Schema): Schema;
};

type Raw = {
  operationId: string;
  security: unknown[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Response | Reference>;
};

/** Reads the document `text`, or a new one. */
export function createApi(text = JSON.stringify(createDocument())): Api {
  const document = JSON.parse(text);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "document", components: document.components });
  // Unlike those of the document itself, references from outside of it name it.
  const outside = (schema: Schema): Schema =>
    JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));
  const validators = new Map<Schema, ReturnType<typeof ajv.compile>>();
  const follow = <T extends object>(value: T | Reference): T =>
    "$ref" in value ? follow(resolve(document, String(value.$ref)) as T) : value;
  return {
    operations: Object.entries<Record<string, Raw>>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => read(method.toUpperCase(), path, raw, follow))
    ),
    errorsOf(schema, value) {
      const validate = validators.get(schema) ?? ajv.compile(outside(schema));
      validators.set(schema, validate);
      if (validate(value)) return [];
      return validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
    follow,
  };
}

function resolve(document: Schema, reference: string): unknown {
  return reference.split("/").slice(1).reduce<unknown>(
    (value, name) => (value as Schema)[name],
    document,
  );
}

type Follow = <T extends object>(value: T | Reference) => T;

function read(method: string, path: string, raw: Raw, follow: Follow): Operation {
  const entries = Object.entries(raw.responses).map(([status, response]) =>
    [status, follow(response)] as const
  );
  const answers = entries.flatMap(([, { content = {} }]) => Object.values(content));
  const asked = Object.values(raw.requestBody?.content ?? {});
  return {
    name: `${method} ${path}`,
    method,
    path,
    operationId: raw.operationId,
    needsSignIn: raw.security.length > 0,
    parameters: (raw.parameters ?? []).map((parameter) => follow(parameter)),
    body: asked[0]?.schema ?? null,
    responses: Object.fromEntries(entries),
    contents: [...asked, ...answers],
  };
}
