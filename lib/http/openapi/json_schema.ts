/** From zod schemas to JSON Schema (2020-12) as an OpenAPI document holds it. */
import { z } from "zod";
import { email, flag, instant, link, timeZone } from "../../contract/fields.ts";

export type Json = { [name: string]: unknown };

/** `input` is what a caller may send, `output` what one gets. */
type Side = "input" | "output";

export type Schemas = {
  /** Every named schema met so far. */
  named: Record<string, Json>;
  /** The JSON Schema of `schema`, with references to those that have a name. */
  render(schema: z.ZodType, side: Side): Json;
};

const NAMED_PREFIX = "#/components/schemas/";

/** Fields that zod describes less precisely than it checks them. */
const SHAPES = new Map<unknown, Json>([
  [email, { type: "string", format: "email", maxLength: 254 }],
  [link, { type: "string", format: "uri", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://", maxLength: 500 }],
  [timeZone, { type: "string", maxLength: 100, examples: ["Europe/London"] }],
  [instant, { type: "string", format: "date-time", examples: ["2099-01-15T10:00:00Z"] }],
  [flag, { type: "boolean", default: false }],
]);

/** Renders schemas; those in `names` are referred to by their name. */
export function createSchemas(names: Record<string, z.ZodType>): Schemas {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(names)) metadata.add(schema, { id });
  const named: Record<string, Json> = {};
  const render = (schema: z.ZodType, side: Side): Json => {
    // A named schema is only referred to from within another.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema }), {
      metadata,
      io: side,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => reshape(zodSchema, jsonSchema),
    });
    for (const [name, definition] of Object.entries($defs)) keep(named, name, tidy(definition));
    return tidy(properties!.schema) as Json;
  };
  return { named, render };
}

function keep(named: Record<string, Json>, name: string, definition: unknown): void {
  const before = named[name] ?? definition;
  if (JSON.stringify(before) !== JSON.stringify(definition)) {
    throw new Error(`The schema ${name} is not the same in calls and in answers`);
  }
  named[name] = definition as Json;
}

function reshape(zodSchema: unknown, jsonSchema: Json): void {
  const shape = SHAPES.get(zodSchema);
  if (shape) {
    for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
    Object.assign(jsonSchema, shape);
  } else if (jsonSchema.format) {
    delete jsonSchema.pattern; // the format implies it
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** Lets references point to the document's components, and writes `null` as one more type. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const tidied = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "$ref" ? String(inner).replace("#/$defs/", NAMED_PREFIX) : tidy(inner),
    ]),
  );
  return nullable(tidied) ?? tidied;
}

function nullable({ anyOf, ...rest }: Json): Json | null {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return null;
  const [first, second] = anyOf as Json[];
  if (second.type !== "null" || typeof first.type !== "string") return null;
  const values = Array.isArray(first.enum) ? { enum: [...first.enum, null] } : {};
  return { ...rest, ...first, type: [first.type, "null"], ...values };
}
