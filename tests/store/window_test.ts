import assert from "node:assert/strict";
import { createEntities } from "../../lib/browser/store/entities.ts";
import { newestFirst, positionOf, soonestFirst } from "../../lib/browser/store/orders.ts";
import { createWindow, fill } from "../../lib/browser/store/window.ts";
import type { Page } from "../../lib/contract/pages.ts";

type Row = { id: number; version: number; created_at: string };

function row(id: number): Row {
  return { id, version: 1, created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString() };
}

/** A page of the rows with these ids, whose cursor is the last of them. */
function page(ids: number[], hasMore = true): Page<Row> {
  return { rows: ids.map(row), next: hasMore ? `${ids.at(-1)}` : null };
}

/** A list of odd ids; what it has asked for, and what answers that. */
function listOf() {
  const entities = createEntities<Row>((publish) => publish);
  const asked: string[] = [];
  const answers: PromiseWithResolvers<Page<Row>>[] = [];
  const list = createWindow(entities, {
    filter: ({ id }) => id % 2 === 1,
    order: newestFirst,
    read: (cursor, limit) => {
      asked.push(`${limit} after ${cursor}`);
      answers.push(Promise.withResolvers());
      return answers.at(-1)!.promise;
    },
  });
  return { entities, list, asked, answers, shown: () => list.rows.value.map(({ id }) => id) };
}

Deno.test("a list shows what matches down to its cursor, and goes on from there", async () => {
  const { entities, list, asked, answers, shown } = listOf();
  entities.upsert([row(1), row(2), row(9)], "event");
  assert.deepEqual([shown(), list.hasMore.value], [[], true]);
  list.add(page([7, 5]));
  assert.deepEqual([shown(), list.hasMore.value], [[9, 7, 5], true]);
  const loading = list.load(2);
  answers[0].resolve(page([3], false));
  await loading;
  assert.deepEqual([shown(), list.hasMore.value], [[9, 7, 5, 3, 1], false]);
  await list.load(2);
  assert.deepEqual(asked, ["2 after 5"]);
});

Deno.test("a list goes on below a row that is gone, and one that moved up", async () => {
  const { entities, list, asked, answers, shown } = listOf();
  list.add(page([9, 7, 5]));
  entities.remove(5);
  entities.upsert([{ ...row(7), version: 2, created_at: "2026-02-01T00:00:00.000Z" }], "event");
  assert.deepEqual(shown(), [7, 9]);
  const loading = list.load(2);
  answers[0].resolve(page([3]));
  await loading;
  assert.deepEqual([asked, shown()], [["2 after 5"], [7, 9, 3]]);
});

Deno.test("a page that is on its way is not asked for again, unless it fails", async () => {
  const { list, asked, answers, shown } = listOf();
  const loading = Promise.allSettled([list.load(2), list.load(2)]);
  answers[0].reject(new Error("unreachable"));
  assert.deepEqual((await loading).map(({ status }) => status), ["rejected", "rejected"]);
  const again = list.load(2);
  answers[1].resolve(page([9]));
  await again;
  assert.deepEqual([asked, shown()], [["2 after null", "2 after null"], [9]]);
});

Deno.test("a list is loaded until it shows as many as are wanted, or all", async () => {
  const { entities, list, asked, answers, shown } = listOf();
  const loading = fill(list, 3, 2);
  answers[0].resolve(page([9, 7]));
  entities.remove(9);
  while (answers.length < 2) await Promise.resolve();
  answers[1].resolve(page([5, 3]));
  await loading;
  assert.deepEqual([asked, shown()], [["2 after null", "2 after 7"], [7, 5, 3]]);
  const all = fill(list, Infinity, 2);
  answers[2].resolve(page([], false));
  await all;
  assert.deepEqual(shown(), [7, 5, 3]);
});

Deno.test("what was loaded is shown, also where the server orders a millisecond by its micros", () => {
  const { list, shown } = listOf();
  const created_at = row(1).created_at;
  const of = (ids: number[]) => ids.map((id) => ({ ...row(id), created_at }));
  list.add({ rows: of([9, 3]), next: "3" });
  list.add({ rows: of([7]), next: "7" });
  assert.deepEqual(shown(), [9, 7, 3]);
});

Deno.test("rows of one time stand by their ids", () => {
  const at = (id: number, created_at = "2026-01-01T00:00:00.000Z") => ({ id, created_at });
  const later = at(1, "2026-01-02T00:00:00.000Z");
  assert.deepEqual([at(2), later, at(3)].sort(newestFirst), [later, at(3), at(2)]);
  const starts = (id: number, start_datetime = "2026-01-01T00:00:00.000Z") => ({
    id,
    start_datetime,
  });
  const last = starts(1, "2026-01-02T00:00:00.000Z");
  assert.deepEqual([last, starts(3), starts(2)].sort(soonestFirst), [starts(2), starts(3), last]);
  assert.deepEqual(positionOf("2026-01-01T00:00:00.000999Z_7"), at(7));
});
