import assert from "node:assert/strict";
import { createLiveList } from "../../lib/browser/store/live_list.ts";

interface Row {
  id: number;
  created_at: string;
  text?: string;
  version?: number;
}

function row(id: number, text = "", version = 0): Row {
  return { id, created_at: `2026-01-01T00:00:0${id % 10}.000Z`, text, version };
}

/** A list that publishes every change, and what it shows. */
function listOf(...rows: Row[]) {
  const isStale = (row: Row, known: Row) => row.version! < known.version!;
  const list = createLiveList<Row>(isStale, (publish) => publish);
  list.add(rows);
  return { list, shown: () => list.rows.value.map(({ id, text }) => `${id}${text}`) };
}

Deno.test("rows stand newest first, and of one time by id", () => {
  const { list, shown } = listOf(row(1), row(3), row(2));
  assert.deepEqual(shown(), ["3", "2", "1"]);
  list.put({ ...row(3), id: 9 });
  assert.deepEqual(shown(), ["9", "3", "2", "1"]);
});

Deno.test("an event that comes again changes nothing", () => {
  const { list, shown } = listOf(row(1));
  for (let i = 0; i < 3; i++) {
    list.put(row(2, "b"));
    list.drop(1);
  }
  assert.deepEqual(shown(), ["2b"]);
});

Deno.test("older news does not replace newer", () => {
  const { list, shown } = listOf(row(1, "new", 2));
  list.put(row(1, "old", 1));
  assert.deepEqual(shown(), ["1new"]);
});

Deno.test("rows read before an event do not undo it", () => {
  const { list, shown } = listOf();
  list.put(row(1, "event"));
  list.drop(2);
  list.add([row(1, "page"), row(2, "page"), row(3, "page")]);
  assert.deepEqual(shown(), ["3page", "1event"]);
});

Deno.test("a row that comes back after it went is there", () => {
  const { list, shown } = listOf(row(1));
  list.drop(1);
  list.put(row(1, "again"));
  assert.deepEqual(shown(), ["1again"]);
});

Deno.test("a change of an unknown row is nothing", () => {
  const { list, shown } = listOf(row(1));
  list.change(7, { text: "x" });
  list.change(1, { text: "x" });
  assert.deepEqual(shown(), ["1x"]);
});

Deno.test("a reload replaces what was missed, and events during it win", async () => {
  const { list, shown } = listOf(row(1), row(2), row(3));
  const read = Promise.withResolvers<Row[]>();
  const reloading = list.reload(() => read.promise);
  list.put(row(4, "event"));
  list.drop(3);
  list.put(row(1, "event"));
  read.resolve([row(1, "read"), row(3, "read"), row(5, "read")]);
  await reloading;
  assert.deepEqual(shown(), ["5read", "4event", "1event"]);
});

Deno.test("a reload that fails leaves the rows as they are", async () => {
  const { list, shown } = listOf(row(1));
  await assert.rejects(list.reload(() => Promise.reject(new Error("unreachable"))), /unreachable/);
  assert.deepEqual(shown(), ["1"]);
});
