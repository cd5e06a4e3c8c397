import assert from "node:assert/strict";
import { createEntities } from "../../lib/browser/store/entities.ts";

type Row = { id: number; version: number; created_at: string; text: string; saving?: boolean };

function row(id: number, version: number, text = ""): Row {
  return { id, version, created_at: "2026-01-01T00:00:00.000Z", text };
}

/** A store that publishes every change, and what it shows. */
function storeOf(...rows: Row[]) {
  const store = createEntities<Row>((publish) => publish);
  store.upsert(rows, "answer");
  const shown = () =>
    store.rows.value.map(({ id, text, saving }) => `${id}${text}${saving ? " saving" : ""}`);
  return { store, shown };
}

Deno.test("of two versions the higher one wins, whichever comes first", () => {
  const { store, shown } = storeOf(row(1, 2, "new"));
  store.upsert([row(1, 1, "old")], "event");
  assert.deepEqual(shown(), ["1new"]);
  store.upsert([row(1, 3, "newest")], "answer");
  store.upsert([row(1, 2, "new")], "answer");
  assert.deepEqual(shown(), ["1newest"]);
});

Deno.test("of one version that of an event wins, whichever comes first", () => {
  const { store, shown } = storeOf(row(1, 1, "read"));
  store.upsert([row(1, 1, "event")], "event");
  store.upsert([row(1, 1, "read")], "answer");
  assert.deepEqual(shown(), ["1event"]);
});

Deno.test("an event that comes again changes nothing", () => {
  const { store, shown } = storeOf(row(1, 1));
  for (let i = 0; i < 3; i++) {
    store.upsert([row(2, 1, "b")], "event");
    store.remove(1);
  }
  assert.deepEqual(shown(), ["2b"]);
});

Deno.test("what was removed comes back by its insertion alone", () => {
  const { store, shown } = storeOf(row(1, 1), row(2, 1));
  store.remove(1);
  store.remove(7);
  store.upsert([row(1, 9), row(7, 9)], "answer");
  store.upsert([row(1, 9)], "event");
  assert.deepEqual(shown(), ["2"]);
  store.upsert([row(1, 3, "again")], "insertion");
  assert.deepEqual(shown(), ["2", "1again"]);
});

Deno.test("a part changes a known row, and one that is read later in an older version", () => {
  const { store, shown } = storeOf(row(1, 1, "a"));
  store.upsert([{ id: 1, version: 2, text: "b" }, { id: 2, version: 5, text: "c" }], "event");
  assert.deepEqual(shown(), ["1b"]);
  assert.equal(store.get(2), undefined);
  store.upsert([row(1, 1, "a"), row(2, 4, "x")], "answer");
  assert.deepEqual(shown(), ["1b", "2c"]);
  store.upsert([{ id: 2, version: 4, text: "x" }], "event");
  assert.deepEqual(shown(), ["1b", "2c"]);
});

Deno.test("a change shows while its call is made, whatever else becomes of the row", async () => {
  const { store, shown } = storeOf(row(1, 1, "a"), row(2, 1, "b"));
  const call = Promise.withResolvers<string>();
  const change = store.during([1, 9], { text: "x", saving: true }, () => call.promise);
  assert.deepEqual(shown(), ["1x saving", "2b"]);
  assert.equal(store.get(1)?.saving, true);
  store.upsert([{ ...row(1, 2, "a"), created_at: "2026-02-01T00:00:00.000Z" }], "event");
  assert.deepEqual(shown(), ["1x saving", "2b"]);
  assert.equal(store.get(1)?.created_at, "2026-02-01T00:00:00.000Z");
  store.upsert([row(1, 3, "decided elsewhere")], "event");
  assert.deepEqual(shown(), ["1decided elsewhere", "2b"]);
  call.resolve("answer");
  assert.equal(await change, "answer");
  assert.deepEqual(shown(), ["1decided elsewhere", "2b"]);
});

Deno.test("a change that fails is taken back, and nothing else", async () => {
  const { store, shown } = storeOf(row(1, 1, "a"), row(2, 1, "a"));
  const fails = (id: number, text: string) => {
    const call = Promise.withResolvers<never>();
    const change = store.during([id], { text }, () => call.promise);
    return () => (call.reject(new Error("refused")), assert.rejects(change, /refused/));
  };
  const [first, second] = [fails(1, "x"), fails(2, "y")];
  assert.deepEqual(shown(), ["1x", "2y"]);
  await first();
  assert.deepEqual(shown(), ["1a", "2y"]);
  store.remove(2);
  await second();
  assert.deepEqual(shown(), ["1a"]);
});

Deno.test("of two changes of one row the later one shows until both are made", async () => {
  const { store, shown } = storeOf(row(1, 1, "a"));
  const calls = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const changes = ["b", "a"].map((text, index) =>
    store.during([1], { text }, async () => {
      await calls[index].promise;
      store.upsert([row(1, 2 + index, text)], "answer");
    })
  );
  assert.deepEqual(shown(), ["1a"]);
  calls[0].resolve();
  await changes[0];
  assert.deepEqual(shown(), ["1a"]);
  calls[1].resolve();
  await changes[1];
  assert.deepEqual([shown(), store.get(1)?.version], [["1a"], 3]);
});
