import assert from "node:assert/strict";
import { readForm } from "../../lib/http/body.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

const type = "application/x-www-form-urlencoded";

function post(body: string | Uint8Array<ArrayBuffer>, contentType = type): Request {
  const headers = { "content-type": contentType };
  return new Request("http://localhost/login", { method: "POST", headers, body });
}

Deno.test("a form gives its fields as text", async () => {
  const form = post("email=a%40b.cd&password=a+b%2B&x=1&x=2&empty=", `${type}; charset=UTF-8`);
  assert.deepEqual(await readForm(form), { email: "a@b.cd", password: "a b+", x: "2", empty: "" });
  assert.deepEqual(await readForm(post("")), {});
});

Deno.test("forms that are refused", async () => {
  await rejectsWith("payload_too_large", readForm(post("x=".padEnd(5 * 1024 * 1024))));
  await rejectsWith("unsupported_media_type", readForm(post("{}", "application/json")));
  await rejectsWith("invalid_input", readForm(post(new Uint8Array([120, 61, 255]))));
});
