/** Random programs of several writers, and how they are run. */
import fc from "fast-check";
import { connect, disconnect, type Sql } from "../../../lib/db/pool.ts";
import { terminate } from "../../helpers/audience.ts";
import { eventually } from "../../helpers/signals.ts";
import { type Action, performAction } from "./feed_actions.ts";
import type { Scene } from "./feed_stage.ts";

type Transaction = {
  isolation: "read committed" | "repeatable read";
  actions: Action[];
  commit: boolean;
  /** Waits, in the middle or before its end, until so many others have committed. */
  hold: number;
  holdAt: number;
};

type Step = Transaction | { fault: "hub" | "notifier" | "slow" } | { burst: number } | {
  rest: true;
};

export type Program = { hubs: number; writers: Step[][] };

const part = fc.record({ of: fc.constantFrom(1, 1, 2, 3), is: fc.nat(2) });
const pair = fc.record({ user: fc.nat(1), mentor: fc.nat(1) });
const count = fc.oneof(
  { weight: 20, arbitrary: fc.constant(1) },
  { weight: 10, arbitrary: fc.integer({ min: 2, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 990, max: 1100 }) },
);
const status = fc.constantFrom("pending", "accepted", "rejected", "cancelled");
const act = <T extends Action["do"]>(name: T) => ({ do: fc.constant(name) });

const plain: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ ...act("notify"), pair, toMentor: fc.boolean(), count }) },
  { weight: 2, arbitrary: fc.record({ ...act("read"), value: fc.boolean(), part }) },
  fc.record({ ...act("retitle"), part }),
  { weight: 4, arbitrary: fc.record({ ...act("redirect"), part }) },
  fc.record({ ...act("remove"), part }),
  {
    weight: 2,
    arbitrary: fc.record({ ...act("ask"), pair, count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ ...act("decide"), status, part }) },
  fc.record({ ...act("reassign"), mentor: fc.nat(1), part }),
  fc.record({ ...act("withdraw"), part }),
  fc.record({ ...act("book"), pair }),
  fc.record({ ...act("cancel"), part }),
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: plain },
  fc.record({
    ...act("nest"),
    actions: fc.array(plain, { minLength: 1, maxLength: 2 }),
    keep: fc.boolean(),
  }),
);
const transaction: fc.Arbitrary<Transaction> = fc.record({
  isolation: fc.constantFrom("read committed", "read committed", "repeatable read"),
  actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  commit: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  hold: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 })),
  holdAt: fc.integer({ min: 1, max: 4 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: transaction },
  { weight: 3, arbitrary: fc.record({ fault: fc.constantFrom("hub", "notifier", "slow") }) },
  { weight: 1, arbitrary: fc.record({ burst: fc.integer({ min: 20, max: 130 }) }) },
  { weight: 1, arbitrary: fc.constant({ rest: true as const }) },
);

/** Programs of two to four writers. */
export const program: fc.Arbitrary<Program> = fc.record({
  hubs: fc.integer({ min: 1, max: 2 }),
  writers: fc.array(fc.array(step, { minLength: 1, maxLength: 7 }), { minLength: 2, maxLength: 4 }),
});

/** What may end a transaction by no fault of the tables: conflicts of writers, all rolled back. */
const conflicts = new Set(["40001", "40P01", "55P03"]);

/** Runs the writers at once, each on a connection of its own, to their ends. */
export async function perform(scene: Scene, { writers }: Program): Promise<void> {
  const turns = new Turns(writers.length);
  const results = await Promise.allSettled(writers.map((steps) => write(scene, steps, turns)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function write(scene: Scene, steps: Step[], turns: Turns): Promise<void> {
  const settings = { lock_timeout: "300ms", deadlock_timeout: "50ms" }; // a superuser's to set
  const sql = connect(scene.superuserUrl, { max: 1, name: "writer", settings });
  try {
    for (const step of steps) await takeStep(scene, sql, step, turns);
  } finally {
    turns.leave();
    await disconnect(sql);
  }
}

async function takeStep(scene: Scene, sql: Sql, step: Step, turns: Turns): Promise<void> {
  if ("fault" in step) return await breakSomething(scene, step.fault);
  if ("rest" in step) {
    return await eventually(
      "no hub polls",
      () => scene.hubs.every(({ hub }) => hub.health.mode !== "polling"),
    );
  }
  if ("burst" in step) {
    for (let i = 0; i < step.burst; i++) await transact(scene, sql, single(i), turns);
    return;
  }
  await transact(scene, sql, step, turns);
}

function single(i: number): Transaction {
  const pair = { user: i % 2, mentor: 0 };
  const actions: Action[] = [{ do: "notify", pair, toMentor: false, count: 1 }];
  return { isolation: "read committed", actions, commit: true, hold: 0, holdAt: 1 };
}

async function breakSomething(scene: Scene, fault: "hub" | "notifier" | "slow"): Promise<void> {
  if (fault === "slow") return scene.slowDown();
  await terminate(scene.sql, `liaison ${fault}`);
}

async function transact(scene: Scene, sql: Sql, step: Transaction, turns: Turns): Promise<void> {
  const written: string[] = [];
  const undo = new Error("rolled back");
  try {
    await sql.begin(`isolation level ${step.isolation}`, async (tx) => {
      const holdAt = Math.min(step.holdAt, step.actions.length);
      for (const [index, action] of step.actions.entries()) {
        await performAction(scene, tx as unknown as Sql, action, written);
        if (step.hold && index + 1 === holdAt) await turns.hold(step.hold);
      }
      if (!step.commit) throw undo;
    });
    turns.commit();
  } catch (error) {
    scene.undone.push(...written);
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (error !== undo && !conflicts.has(code)) throw error;
  }
}

/** Lets a writer hold its transaction open until others have committed, or all wait like it. */
class Turns {
  #commits = 0;
  #busy: number;
  #waiting: { until: number; go: () => void }[] = [];

  constructor(writers: number) {
    this.#busy = writers;
  }

  async hold(commits: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ until: this.#commits + commits, go: resolve });
    this.leave();
    await promise;
  }

  commit(): void {
    this.#commits++;
    const ready = this.#waiting.filter(({ until }) => until <= this.#commits);
    this.#release(ready);
  }

  leave(): void {
    this.#busy--;
    if (this.#busy === 0) this.#release(this.#waiting.slice(0, 1));
  }

  #release(ready: { until: number; go: () => void }[]): void {
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    this.#busy += ready.length;
    for (const { go } of ready) go();
  }
}
