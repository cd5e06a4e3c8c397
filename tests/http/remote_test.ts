import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import {
  addressBehind,
  addressOfIncoming,
  addressUsed,
  hostUsed,
  isLocal,
} from "../../lib/http/remote.ts";

Deno.test("behind trusted proxies the caller is who called the outermost of them", () => {
  const socket = "10.0.0.1";
  const forwarded = "198.51.100.9, 203.0.113.7, 10.0.0.2";
  assert.equal(addressBehind(socket, forwarded, 0), socket);
  assert.equal(addressBehind(socket, forwarded, 1), "10.0.0.2");
  assert.equal(addressBehind(socket, forwarded, 2), "203.0.113.7");
  assert.equal(addressBehind(socket, null, 1), socket);
  assert.equal(addressBehind(socket, "2001:db8::7", 1), "2001:db8::7");
});

Deno.test("sockets count by the same address as calls", () => {
  const request = {
    socket: { remoteAddress: "::ffff:10.0.0.1" },
    headers: { "x-forwarded-for": "198.51.100.9, 2001:db8:1:2:3::4" },
  } as unknown as IncomingMessage;
  assert.equal(addressOfIncoming(request, 0), "10.0.0.1");
  assert.equal(addressOfIncoming(request, 1), "2001:db8:1:2");
  assert.equal(addressOfIncoming(request, 2), "198.51.100.9");
});

Deno.test("a forwarded text that is no address is ignored", () => {
  for (const forged of ["", "unknown", "203.0.113.7:1234", "<script>", "1.2.3.4.5"]) {
    assert.equal(addressBehind("10.0.0.1", forged, 1), "10.0.0.1", forged);
  }
  assert.equal(addressBehind("10.0.0.1", "203.0.113.7", 3), "10.0.0.1");
});

Deno.test("only trusted proxies say which address the caller used", () => {
  const url = new URL("http://10.0.0.7:8000/login?next=/");
  const used = (headers: Record<string, string>, proxies: number) =>
    addressUsed(url, new Headers(headers), proxies).href;
  const proto = "x-forwarded-proto";
  const host = "x-forwarded-host";
  const said = { [proto]: "https", [host]: "liaison.example.org" };
  assert.equal(used(said, 0), url.href);
  assert.equal(used(said, 1), "https://liaison.example.org/login?next=/");
  assert.equal(used({ [proto]: "HTTPS" }, 1), "https://10.0.0.7:8000/login?next=/");
  const forged = {
    [proto]: "http, https, http",
    [host]: "evil.example, liaison.example.org, 10.0.0.2",
  };
  assert.equal(used(forged, 2), "https://liaison.example.org/login?next=/");
  for (const wrong of ["javascript", "", "ftp"]) {
    assert.equal(used({ [proto]: wrong }, 1), url.href);
  }
  for (const wrong of ["a/b", "user@host", "a b", "x:y"]) {
    assert.equal(used({ [host]: wrong }, 1), url.href, wrong);
  }
  assert.equal(hostUsed({ host: "a", "x-forwarded-host": "b" }, 0), "a");
  assert.equal(hostUsed({ host: "a", "x-forwarded-host": "b" }, 1), "b");
  assert.equal(hostUsed({ host: "a" }, 1), "a");
});

Deno.test("a local program is on this machine, with no proxy between", () => {
  const local = (hostname: string, headers: Record<string, string> = {}) =>
    isLocal(new Request("http://localhost/", { headers }), {
      remoteAddr: { transport: "tcp", hostname, port: 1 },
      completed: Promise.resolve(),
    });
  assert.deepEqual(["127.0.0.1", "::1", "::ffff:127.0.0.1"].map((one) => local(one)), [
    true,
    true,
    true,
  ]);
  assert.deepEqual(["10.0.0.1", "2001:db8::1", ""].map((one) => local(one)), [false, false, false]);
  assert.equal(local("127.0.0.1", { "x-forwarded-for": "127.0.0.1" }), false);
  assert.equal(local("127.0.0.1", { forwarded: "for=127.0.0.1" }), false);
});
