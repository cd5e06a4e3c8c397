import assert from "node:assert/strict";
import { Turns } from "../../lib/realtime/turns.ts";

/** Work that waits for a signal to end. */
function stage(turns: Turns<string>) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (key: string, name: string) =>
    turns.take(key, () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const end = async (name: string) => {
    ends.get(name)!();
    await settle();
  };
  return { started, take, settle, end };
}

Deno.test("everybody who waits gets a turn in each round, one at a time", async () => {
  const { started, take, settle, end } = stage(new Turns<string>({ total: 2, each: 1 }));
  const all = ["a1", "a2", "a3", "a4", "b1", "c1"].map((name) => take(name[0], name));
  await settle();
  assert.deepEqual(started, ["a1", "b1"]);
  await end("b1");
  assert.deepEqual(started, ["a1", "b1", "c1"], "a2 waits for a1");
  for (const name of ["a1", "c1", "a2", "a3", "a4"]) await end(name);
  assert.deepEqual(started, ["a1", "b1", "c1", "a2", "a3", "a4"]);
  await Promise.all(all);
});

Deno.test("a turn ends when its work fails", async () => {
  const turns = new Turns<string>({ total: 1, each: 1 });
  const failed = turns.take("a", () => Promise.reject(new Error("broken")));
  const next = turns.take("a", () => Promise.resolve("done"));
  await assert.rejects(failed, /broken/);
  assert.equal(await next, "done");
});
