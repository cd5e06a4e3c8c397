import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { codesOf, endpoints } from "../../lib/contract/api.ts";
import { ERRORS } from "../../lib/contract/errors.ts";
import { createDocument } from "../../lib/http/openapi/document.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { createApi } from "./api.ts";

Deno.test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(createDocument());
  assert.deepEqual(result, { valid: true });
  assert.equal(validator.version, "3.1");
});

Deno.test("a document that is not valid is noticed", async () => {
  const document = createDocument();
  assert.equal((await new Validator().validate({ ...document, paths: { "/x": 1 } })).valid, false);
  const components = { ...document.components as object, schemas: {} };
  assert.equal((await new Validator().validate({ ...document, components })).valid, false);
});

Deno.test("it is served as JSON without a sign-in", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const answer = await app.call("GET /api/openapi.json");
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type")!, /^application\/json/);
  assert.deepEqual(answer.body, JSON.parse(JSON.stringify(createDocument())));
});

Deno.test("every example conforms to its schema", () => {
  const api = createApi();
  let examples = 0;
  for (const operation of api.operations) {
    for (const { schema, example, examples: more = {} } of operation.contents) {
      for (const value of [example, ...Object.values(more).map(({ value }) => value)]) {
        if (value === undefined) continue;
        examples++;
        assert.deepEqual(api.errorsOf(schema, value), [], `${operation.name}: ${value}`);
      }
    }
  }
  assert.ok(examples > 100);
});

Deno.test("operations have names of their own, and codes that exist", () => {
  const names = createApi().operations.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, names.length);
  for (const endpoint of endpoints) {
    for (const code of codesOf(endpoint)) assert.ok(code in ERRORS);
  }
});
