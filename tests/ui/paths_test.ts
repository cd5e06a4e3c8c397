import assert from "node:assert/strict";
import { loginPath, ownPath } from "../../lib/ui/paths.ts";

Deno.test("a path of this site is kept, with its query and fragment", () => {
  assert.equal(ownPath("/experts?search=a%20b#top"), "/experts?search=a%20b#top");
});

Deno.test("a path that browsers take for another host leads to the dashboard", () => {
  const others = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "evil.example",
    "//",
    "",
    null,
    undefined,
  ];
  for (const other of others) assert.equal(ownPath(other), "/dashboard", JSON.stringify(other));
});

Deno.test("the sign-in leads back to the page", () => {
  const url = new URL(loginPath("/experts?search=a&b"), "http://localhost");
  assert.equal(ownPath(url.searchParams.get("next")), "/experts?search=a&b");
});
