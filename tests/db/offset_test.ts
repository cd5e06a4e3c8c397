import assert from "node:assert/strict";
import { Offsets, type Position } from "../../lib/db/offset.ts";
import { offsets } from "../helpers/auth.ts";

const epoch = "7412345678901234567-1-16384-16401.0";
const snapshot = (inProgress: number, xmin = 5_000_000_000) => {
  const open = Array.from({ length: inProgress }, (_, i) => xmin + 2 * i);
  return `${xmin}:${xmin + 2 * inProgress + 1}:${open.join()}`;
};
const within = (base: string, upper: string): Position => ({
  base,
  upper,
  after: { xid: "5000000007", id: "12" },
});

Deno.test("an offset leads back to the position that it was made of", () => {
  for (const position of [{ base: "5:5:" }, { base: snapshot(200) }, within("5:9:5,7", "6:9:")]) {
    const offset = offsets.seal(epoch, position);
    const read = offsets.open(offset);
    assert.deepEqual(JSON.parse(JSON.stringify(read)), { epoch, position });
    assert.ok(offset.length < 6000);
  }
});

Deno.test("an offset that was changed anywhere, or not given out, is none", () => {
  const offset = offsets.seal(epoch, within("5:9:5,7", "6:9:"));
  for (let at = 0; at < offset.length; at++) {
    const other = offset[at] === "A" ? "B" : "A";
    const changed = offset.slice(0, at) + other + offset.slice(at + 1);
    // The last character of a base64 text has bits that stand for nothing.
    if (at < offset.length - 1) assert.equal(offsets.open(changed), null, changed);
  }
  const strangers = new Offsets(new TextEncoder().encode("x".repeat(32)));
  assert.equal(strangers.open(offset), null);
  for (const text of ["", ".", "x", `${offset}A`, offset.repeat(2000), 7, null, [offset]]) {
    assert.equal(offsets.open(text), null);
  }
});

Deno.test("with over 200 transactions in progress an offset goes back, never ahead", () => {
  const reread = (position: Position) => offsets.open(offsets.seal(epoch, position))!.position;
  const oldest = { base: "5000000000:5000000000:" };
  assert.deepEqual(reread({ base: snapshot(201) }), oldest);
  assert.deepEqual(reread(within(snapshot(201), snapshot(3))), oldest);
  const base = snapshot(101);
  assert.deepEqual(reread(within(base, snapshot(100))), { base }, "to the start of its series");
});
