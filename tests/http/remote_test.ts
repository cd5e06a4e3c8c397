import assert from "node:assert/strict";
import { addressBehind } from "../../lib/http/remote.ts";

Deno.test("behind trusted proxies the caller is who called the outermost of them", () => {
  const socket = "10.0.0.1";
  const forwarded = "198.51.100.9, 203.0.113.7, 10.0.0.2";
  assert.equal(addressBehind(socket, forwarded, 0), socket);
  assert.equal(addressBehind(socket, forwarded, 1), "10.0.0.2");
  assert.equal(addressBehind(socket, forwarded, 2), "203.0.113.7");
  assert.equal(addressBehind(socket, null, 1), socket);
  assert.equal(addressBehind(socket, "2001:db8::7", 1), "2001:db8::7");
});

Deno.test("a forwarded text that is no address is ignored", () => {
  for (const forged of ["", "unknown", "203.0.113.7:1234", "<script>", "1.2.3.4.5"]) {
    assert.equal(addressBehind("10.0.0.1", forged, 1), "10.0.0.1", forged);
  }
  assert.equal(addressBehind("10.0.0.1", "203.0.113.7", 3), "10.0.0.1");
});
