import assert from "node:assert/strict";
import { AppError } from "../../lib/contract/errors.ts";
import { addressOf } from "../../lib/http/remote.ts";
import { createLimiter } from "../../lib/limiter.ts";

Deno.test("a limiter allows so many calls in a window, for each key", () => {
  let time = 0;
  const limit = createLimiter(3, 60, () => time);
  const waits = (key: string) => {
    try {
      limit(key);
      return 0;
    } catch (error) {
      assert.ok(error instanceof AppError);
      return error.retryAfter;
    }
  };
  assert.deepEqual(["a", "a", "b", "a", "a"].map(waits), [0, 0, 0, 0, 60]);
  time = 45_500;
  assert.deepEqual(["a", "b", "b", "b"].map(waits), [15, 0, 0, 15]);
  time = 60_000;
  assert.deepEqual(["a", "a", "a", "a"].map(waits), [0, 0, 0, 60]);
});

Deno.test("the address that counts is an IPv4 address or an IPv6 network", () => {
  const addresses = {
    "192.0.2.1": "192.0.2.1",
    "::ffff:192.0.2.1": "192.0.2.1",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2",
    "2001:db8:1:2::6": "2001:db8:1:2",
    "2001:db8::6": "2001:db8:0:0",
    "fe80::1%eth0": "fe80:0:0:0",
    "::1": "0:0:0:0",
  };
  for (const [hostname, address] of Object.entries(addresses)) {
    const remoteAddr = { transport: "tcp" as const, hostname, port: 1 };
    assert.equal(addressOf({ remoteAddr, completed: Promise.resolve() }), address);
  }
});
