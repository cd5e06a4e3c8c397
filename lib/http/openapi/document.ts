/** The OpenAPI 3.1 document, made from the endpoints and their zod schemas. */
import { type Answer, codesOf, type Endpoint, endpoints, TAGS } from "../../contract/api.ts";
import { MEANINGS, problem } from "../../contract/api/errors.ts";
import { NAMED } from "../../contract/api/schemas.ts";
import { AppError, type ErrorCode, ERRORS } from "../../contract/errors.ts";
import { id } from "../../contract/fields.ts";
import config from "../../../deno.json" with { type: "json" };
import { createSchemas, type Json, type Schemas } from "./json_schema.ts";

const INTRODUCTION = `Meeting requests and meeting notifications between patients and researchers.

Sign in with \`POST /api/auth/login\`. Send the token as \`Authorization: Bearer …\`; in a browser the
cookie does as well. Times are ISO 8601 in UTC; input times need \`Z\` or an offset. A trailing slash
makes no difference. Errors are problem documents (RFC 9457); programs go by their \`code\`.`;

/** The whole document, made anew at each call. */
export function createDocument(): Json {
  const schemas = createSchemas(NAMED);
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const operations = paths[endpoint.path] ??= {};
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint, schemas);
  }
  const responses = createErrors(schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Liaison",
      version: config.version,
      description: INTRODUCTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.named,
      responses,
      parameters: { IdempotencyKey },
      headers: { RetryAfter },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        cookie: { type: "apiKey", in: "cookie", name: "session" },
      },
    },
  };
}

const IdempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same key from the same caller within 24 hours gets the first answer again.",
  schema: { type: "string", pattern: "^[!-~]{1,255}$" },
};

const RetryAfter = {
  description: "In how many seconds to try again.",
  schema: { type: "integer", minimum: 1 },
};

function operationOf(endpoint: Endpoint, schemas: Schemas): Json {
  const { summary, description, tag, open, body, example } = endpoint;
  const parameters = parametersOf(endpoint, schemas);
  return {
    operationId: operationIdOf(endpoint),
    tags: [tag],
    summary,
    ...(description && { description }),
    security: open ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !endpoint.bodyIsOptional,
        content: { "application/json": { schema: schemas.render(body, "input"), example } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [
          status,
          answerOf(answer, endpoint, schemas),
        ]),
      ),
      ...appErrorsOf(endpoint),
    },
  };
}

/** `PUT /api/meetings/{id}/status` → `put_meetings_id_status` */
function operationIdOf({ method, path }: Endpoint): string {
  const words = path.replace(/^\/api\//, "").split(/\W+/).filter((word) => word !== "");
  return [method.toLowerCase(), ...words].join("_");
}

function parametersOf({ method, path, query }: Endpoint, schemas: Schemas): Json[] {
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: schemas.render(id, "input"),
  }));
  // The parsed query is easier to describe than its text.
  const { properties = {} } = query ? schemas.render(query, "output") : {};
  const inQuery = Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: "query",
    schema,
  }));
  const key = { $ref: "#/components/parameters/IdempotencyKey" };
  return [...inPath, ...inQuery, ...(method === "POST" ? [key] : [])];
}

function answerOf(answer: Answer, { method }: Endpoint, schemas: Schemas): Json {
  const { means, schema, type = "application/json", example, cookie } = answer;
  const headers = {
    ...(cookie && { "Set-Cookie": { schema: { type: "string" } } }),
    ...(method === "POST" && { "Idempotency-Replayed": Replayed }),
  };
  return {
    description: means,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(schema && {
      content: {
        [type]: { schema: schemas.render(schema, "output"), ...(example ? { example } : {}) },
      },
    }),
  };
}

const Replayed = {
  description: "There if this is the first answer again.",
  schema: { const: "true" },
};

/** References to a response for each status, which is named after its codes. */
function appErrorsOf(endpoint: Endpoint): Json {
  const byStatus = Map.groupBy(codesOf(endpoint), (code) => ERRORS[code][0]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { $ref: `#/components/responses/${nameOf(codes)}` },
    ]),
  );
}

/** Every response that some endpoint refers to. */
function createErrors(schemas: Schemas): Json {
  const sets = endpoints.flatMap((endpoint) => [
    ...Map.groupBy(codesOf(endpoint), (code) => ERRORS[code][0]).values(),
  ]);
  return Object.fromEntries(sets.map((codes) => [nameOf(codes), appErrorOf(codes, schemas)]));
}

function nameOf(codes: ErrorCode[]): string {
  return codes.toSorted().join("-");
}

function appErrorOf(codes: ErrorCode[], schemas: Schemas): Json {
  const waits = codes.some((code) => code === "rate_limited" || code === "unavailable");
  const examples = codes.toSorted().map((code) => {
    const appError = new AppError(code, MEANINGS[code]);
    return [code, { summary: ERRORS[code][1], value: appError.toProblem() }];
  });
  return {
    description: codes.toSorted().map((code) => `\`${code}\`: ${MEANINGS[code]}`).join("\n\n"),
    ...(waits && { headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } }),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [schemas.render(problem, "output")],
          properties: { code: { enum: codes.toSorted() } },
        },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
