/**
 * The store of a page with a model of the server as the oracle: whatever is written, delivered twice or
 * out of order, and answered late, no list ever has a gap, and in the end each has what the server has.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createEntities, type Part } from "../../lib/browser/store/entities.ts";
import { createWindow, type List, type Window } from "../../lib/browser/store/window.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { rounds, seed } from "../helpers/rounds.ts";

/** `created_at` is what rows are ordered by; it may change, as the time of a meeting may. */
type Row = { id: number; version: number; created_at: string; text: number; isRead: boolean };

type Op = "insert" | "update" | "read" | "delete";
type Event = { id: number; apply: () => void };
/** A call of the page that the server has not answered, or not even seen. */
type Call = { see: () => () => void; answer?: () => void; fail: () => void };
type Listed = Pick<List<Row>, "filter" | "order"> & { limit: number };

const newest = (a: Row, b: Row) => b.created_at.localeCompare(a.created_at) || b.id - a.id;
const LISTS: Listed[] = [
  { filter: () => true, order: newest, limit: 2 },
  { filter: ({ isRead }) => !isRead, order: newest, limit: 1 },
  { filter: ({ text }) => text % 2 === 0, order: (a, b) => newest(b, a), limit: 3 },
  { filter: ({ id }) => id % 2 === 0, order: (a, b) => b.text - a.text || a.id - b.id, limit: 2 },
];

/** Lets everything happen that waits for nothing. */
async function rest(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

/** A server, and a page that hears with delay what happens there. */
class Stage {
  readonly rows = new Map<number, Row>();
  readonly entities = createEntities<Row>((publish) => publish);
  readonly windows = new Map<Listed, Window<Row>>();
  /** What was committed and not yet polled, polled and not yet delivered, and delivered. */
  committed: { id: number; op: Op }[] = [];
  polled: (Event & { op: Op })[] = [];
  delivered: { id: number; op: Op }[] = [];
  calls: Call[] = [];
  /** The rows that the page shows with a change of its own. */
  readonly changing = new Map<number, number>();
  #clock = 0;

  #commit(op: Op, row: Row): void {
    if (op === "delete") this.rows.delete(row.id);
    else this.rows.set(row.id, row);
    this.committed.push({ id: row.id, op });
  }

  /** Inserts the row, or changes it; a change of a row that is shown with others' may keep its version. */
  write(id: number, key: number, isNewer: boolean): void {
    const old = this.rows.get(id);
    const version = old && !isNewer ? old.version : ++this.#clock;
    const created_at = old && key > 3 ? old.created_at : `${key}`;
    const row = { id, isRead: false, ...old, created_at, version, text: ++this.#clock };
    this.#commit(old ? "update" : "insert", row);
  }

  mark(id: number, isRead: boolean): void {
    const old = this.rows.get(id);
    if (old && old.isRead !== isRead) {
      this.#commit("read", { ...old, isRead, version: ++this.#clock });
    }
  }

  delete(id: number): void {
    const old = this.rows.get(id);
    if (old) this.#commit("delete", old);
  }

  /** The hub reads what was committed, with what the rows are now. */
  poll(changes = this.committed.splice(0)): void {
    const events = changes.flatMap(({ id, op }) => {
      const row = this.rows.get(id);
      return (row === undefined) === (op === "delete")
        ? [{ id, op, apply: () => this.#apply(id, op, row) }]
        : [];
    });
    this.polled.push(...events);
  }

  #apply(id: number, op: Op, row: Row | undefined): void {
    if (!row) return this.entities.remove(id);
    const { version, isRead } = row;
    const part: Part<Row> = op === "read" && isRead ? { id, version, isRead } : row;
    this.entities.upsert([part], op === "insert" ? "insertion" : "event");
  }

  /** Delivers an event, whichever; but those of one row in their order. */
  deliver(index: number): void {
    const { id } = this.polled[index % this.polled.length] ?? {};
    const at = this.polled.findIndex((event) => event.id === id);
    if (at < 0) return;
    const [event] = this.polled.splice(at, 1);
    event.apply();
    this.delivered.push(event);
  }

  /** The connection was lost: all from an earlier offset on is polled and delivered again. */
  replay(count: number): void {
    const again = this.delivered.splice(-count - 1);
    const waiting = this.polled.splice(0);
    this.poll([...again, ...waiting]);
  }

  open(listed: Listed): void {
    if (this.windows.has(listed)) return;
    const read = (cursor: string | null, limit: number) =>
      this.#call(() => this.#page(listed, cursor, limit));
    this.windows.set(listed, createWindow(this.entities, { ...listed, read }));
  }

  load(listed: Listed): void {
    this.open(listed);
    this.windows.get(listed)!.load(listed.limit).catch(() => {});
  }

  /** Loads every list to its end. */
  async loadAll(): Promise<void> {
    for (const listed of LISTS) {
      for (let pages = 0; pages === 0 || this.windows.get(listed)!.hasMore.value; pages++) {
        assert.ok(pages <= this.rows.size);
        this.load(listed);
        await rest();
        this.answer(0);
        await rest();
      }
    }
  }

  /** The server's page after a cursor, which is the row before as it was then. */
  #page({ filter, order }: Listed, cursor: string | null, limit: number): Page<Row> {
    const after: Row | null = cursor && JSON.parse(cursor);
    const all = [...this.rows.values()].filter(filter).sort(order)
      .filter((row) => !after || order(row, after) > 0);
    const rows = all.slice(0, limit);
    return { rows, next: all.length > limit ? JSON.stringify(rows.at(-1)) : null };
  }

  /** The page marks a row itself, and shows that at once. */
  change(id: number, isRead: boolean): void {
    if (!this.entities.get(id)) return;
    this.changing.set(id, (this.changing.get(id) ?? 0) + 1);
    const work = async () => {
      const row = await this.#call(() => (this.mark(id, isRead), this.rows.get(id)));
      if (row) this.entities.upsert([row], "answer");
    };
    this.entities.during([id], { isRead }, work).catch(() => {}).finally(() =>
      this.changing.set(id, this.changing.get(id)! - 1)
    );
  }

  #call<R>(work: () => R): Promise<R> {
    return new Promise((resolve, reject) => {
      const end = (then: () => void) => () => {
        this.calls = this.calls.filter((other) => other !== call);
        then();
      };
      const see = () => {
        const result = work();
        return end(() => resolve(result));
      };
      const call: Call = { see, fail: end(() => reject(new Error("unreachable"))) };
      this.calls.push(call);
    });
  }

  /** The server does what a call asks for; the answer is on its way from then on. */
  see(index: number): void {
    const call = this.calls[index % this.calls.length];
    if (call) call.answer ??= call.see();
  }

  answer(index: number): void {
    this.see(index);
    this.calls[index % this.calls.length]?.answer?.();
  }

  fail(index: number): void {
    this.calls[index % this.calls.length]?.fail();
  }

  /** Whether the page has heard all that ever happened to a row, and does nothing to it. */
  #isSettled(id: number): boolean {
    return !this.changing.get(id) &&
      ![...this.committed, ...this.polled].some((change) => change.id === id);
  }

  /** Every list shows what is settled as the server has it, and all of that down to its cursor. */
  check(): void {
    for (const [{ filter, order }, { rows: { value: shown }, hasMore, cursor }] of this.windows) {
      assert.deepEqual(shown, shown.toSorted(order));
      const end: Row | null = cursor.value && JSON.parse(cursor.value);
      const isWithin = (row: Row) => !hasMore.value || (end && order(row, end) <= 0);
      const settled = ({ id }: Row) => this.#isSettled(id);
      const wanted = [...this.rows.values()].filter((row) => filter(row) && isWithin(row));
      assert.deepEqual(shown.filter(settled), wanted.filter(settled).sort(order));
    }
  }
}

type Step = (stage: Stage) => void;

const id = fc.integer({ min: 1, max: 6 });
const index = fc.nat(7);
const list = fc.constantFrom(...LISTS);

/** A step that a failure shows as `name(what)`. */
function step<A extends unknown[]>(
  name: string,
  weight: number,
  act: (stage: Stage, ...what: A) => void,
  ...what: { [I in keyof A]: fc.Arbitrary<A[I]> }
) {
  const arbitrary = fc.tuple<A>(...what).map((given) => {
    const shown = given.map((one) =>
      LISTS.includes(one as Listed) ? LISTS.indexOf(one as Listed) : one
    );
    const text = () => `${name}(${shown})`;
    const run: Step = (stage) => act(stage, ...given);
    return Object.assign(run, { toString: text, [fc.toStringMethod]: text });
  });
  return { weight, arbitrary };
}

const steps = fc.array(
  fc.oneof(
    step("write", 5, (stage, ...what) => stage.write(...what), id, fc.nat(6), fc.boolean()),
    step("mark", 3, (stage, ...what) => stage.mark(...what), id, fc.boolean()),
    step("delete", 2, (stage, id) => stage.delete(id), id),
    step("poll", 5, (stage) => stage.poll()),
    step("deliver", 8, (stage, index) => stage.deliver(index), index),
    step("replay", 1, (stage, count) => stage.replay(count), fc.nat(4)),
    step("load", 5, (stage, list) => stage.load(list), list),
    step("change", 2, (stage, ...what) => stage.change(...what), id, fc.boolean()),
    step("see", 4, (stage, index) => stage.see(index), index),
    step("answer", 4, (stage, index) => stage.answer(index), index),
    step("fail", 1, (stage, index) => stage.fail(index), index),
  ),
  { maxLength: 80, size: "max" },
);

Deno.test(`lists end up as the server is, and never have a gap (seed ${seed})`, async () => {
  const play = async (ids: number[], script: Step[], indexes: number[]) => {
    const stage = new Stage();
    for (const id of ids) stage.write(id, id % 4, true);
    stage.committed = [];
    for (const each of script) {
      each(stage);
      await rest();
      stage.check();
    }
    for (let i = 0; stage.calls.length > 0; i++) {
      stage.answer(indexes[i % indexes.length]);
      await rest();
    }
    stage.poll();
    while (stage.polled.length > 0) stage.deliver(0);
    stage.check();
    await stage.loadAll();
    stage.check();
  };
  const ids = fc.uniqueArray(id);
  const indexes = fc.array(index, { minLength: 1, maxLength: 5 });
  await fc.assert(fc.asyncProperty(ids, steps, indexes, play), {
    seed,
    numRuns: rounds(500, 50_000),
    verbose: 1,
  });
});
