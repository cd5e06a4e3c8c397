/**
 * A list of a page with a model of the server as the oracle: whatever is written, read, lost and
 * delayed, and in whatever order reads are answered, in the end the list has what the server has.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createLiveList } from "../../lib/browser/store/live_list.ts";
import { rounds, seed } from "../helpers/rounds.ts";

interface Row {
  id: number;
  created_at: string;
  text: number;
  isRead: boolean;
}

type Event = { put: Row } | { read: number; isRead: boolean } | { drop: number } | "resync";
/** Which rows a read asks for: those of odd ids, or those of even ones. */
type Span = 0 | 1;
type Ask = { span: Span; seen?: Row[]; answer(rows: Row[]): void; fail(): void };

/** Lets everything happen that waits for nothing. */
async function rest(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

/** A server, and a page that it tells with delay what happens. */
class Stage {
  readonly rows = new Map<number, Row>();
  readonly list = createLiveList<Row>(undefined, (publish) => publish);
  /** What the page has not been told yet. */
  coming: Event[] = [];
  /** The page's reads that are not answered yet. */
  asked: Ask[] = [];
  readonly watched = new Set<Span>([0]);
  #texts = 0;
  #missed = 0;
  #madeGood = 0;

  write(id: number): void {
    const text = ++this.#texts;
    const row = { id, created_at: `2026-01-01T00:00:0${id}.000Z`, text, isRead: false };
    this.rows.set(id, row);
    this.coming.push({ put: row });
  }

  mark(id: number, isRead: boolean): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.set(id, { ...row, isRead });
    this.coming.push({ read: id, isRead });
  }

  delete(id: number): void {
    if (this.rows.delete(id)) this.coming.push({ drop: id });
  }

  /** All that is on its way is lost, and the page will be told so. */
  lose(): void {
    this.coming = ["resync"];
  }

  deliver(): void {
    const event = this.coming.shift();
    if (event === undefined) return;
    if (event === "resync") return this.miss();
    if ("put" in event) this.list.put(event.put);
    else if ("drop" in event) this.list.drop(event.drop);
    else this.list.amend(event.read, { isRead: event.isRead });
  }

  miss(): void {
    this.#missed++;
    this.reload();
  }

  reload(): void {
    const missed = this.#missed;
    const read = async () => (await Promise.all([...this.watched].map((span) => this.#ask(span))));
    this.list.reload(async () => (await read()).flat()).then(
      () => this.#madeGood = Math.max(this.#madeGood, missed),
      () => this.#madeGood < missed && this.reload(),
    );
  }

  load(span: Span): void {
    const loaded = this.list.load(() => this.#ask(span));
    loaded.then(() => this.watched.add(span), () => {});
  }

  #ask(span: Span): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      const take = (ask: Ask) => this.asked = this.asked.filter((other) => other !== ask);
      const ask: Ask = {
        span,
        answer: (rows) => (take(ask), resolve(rows)),
        fail: () => (take(ask), reject(new Error("unreachable"))),
      };
      this.asked.push(ask);
    });
  }

  /** The server looks at what a read asks for; the answer is on its way from then on. */
  see(place: number): void {
    const ask = this.asked[place % this.asked.length];
    if (ask) ask.seen ??= [...this.rows.values()].filter(({ id }) => id % 2 === ask.span);
  }

  answer(place: number): void {
    this.see(place);
    const ask = this.asked[place % this.asked.length];
    ask?.answer(ask.seen!);
  }

  fail(place: number): void {
    this.asked[place % this.asked.length]?.fail();
  }

  check(): void {
    const shown = new Map(this.list.rows.value.map((row) => [row.id, row]));
    for (const [id, row] of shown) assert.deepEqual(row, this.rows.get(id), `row ${id}`);
    const missing = [...this.rows.keys()].filter((id) =>
      this.watched.has(id % 2 as Span) && !shown.has(id)
    );
    assert.deepEqual(missing, []);
  }
}

type Step = (stage: Stage) => void;

const id = fc.integer({ min: 1, max: 5 });
const place = fc.nat(7);
const span = fc.constantFrom<Span>(0, 1);

/** A step that a failure shows as `name(what)`. */
function step<A extends unknown[]>(
  name: string,
  what: fc.Arbitrary<A>,
  act: (stage: Stage, ...what: A) => void,
): fc.Arbitrary<Step> {
  return what.map((given) =>
    Object.assign((stage: Stage) => act(stage, ...given), {
      toString: () => `${name}(${given})`,
      [fc.toStringMethod]: () => `${name}(${given})`,
    })
  );
}

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: step("write", fc.tuple(id), (stage, id) => stage.write(id)) },
    {
      weight: 3,
      arbitrary: step("mark", fc.tuple(id, fc.boolean()), (stage, ...what) => stage.mark(...what)),
    },
    { weight: 2, arbitrary: step("delete", fc.tuple(id), (stage, id) => stage.delete(id)) },
    { weight: 2, arbitrary: step("lose", fc.tuple(), (stage) => stage.lose()) },
    { weight: 9, arbitrary: step("deliver", fc.tuple(), (stage) => stage.deliver()) },
    { weight: 2, arbitrary: step("reload", fc.tuple(), (stage) => stage.reload()) },
    { weight: 2, arbitrary: step("load", fc.tuple(span), (stage, span) => stage.load(span)) },
    { weight: 4, arbitrary: step("see", fc.tuple(place), (stage, place) => stage.see(place)) },
    { weight: 4, arbitrary: step("answer", fc.tuple(place), (stage, at) => stage.answer(at)) },
    { weight: 1, arbitrary: step("fail", fc.tuple(place), (stage, at) => stage.fail(at)) },
  ),
  { maxLength: 60, size: "max" },
);

Deno.test("the list ends up as the server is, whatever overlaps", async () => {
  const play = async (script: Step[], places: number[]) => {
    const stage = new Stage();
    for (const each of script) {
      each(stage);
      await rest();
    }
    while (stage.coming.length > 0) stage.deliver();
    await rest();
    for (let i = 0; stage.asked.length > 0; i++) {
      stage.answer(places[i % places.length]);
      await rest();
    }
    stage.check();
  };
  const places = fc.array(place, { minLength: 1, maxLength: 5 });
  const numRuns = rounds(1000, 50_000);
  await fc.assert(fc.asyncProperty(steps, places, play), { seed, numRuns, verbose: 1 });
});
