/** Another system that keeps writing rows, whatever happens to the database. */
import { setTimeout as delay } from "node:timers/promises";
import type { User } from "../../lib/contract/users.ts";
import { connect, disconnect, type Queries, type Sql } from "../../lib/db/pool.ts";
import { begin } from "../../lib/db/postgres_js/transactions.ts";

/** Between whom the rows are. */
export type Pair = { patient: User; researcher: User };

export const ROLLED_BACK = "rolled back";

export class Writer {
  /** The rows whose insert was confirmed, by id. */
  readonly confirmed = new Map<number, string>();
  /** How many writes failed and were begun anew. */
  failures = 0;
  readonly #url: string;
  readonly #pair: Pair;
  #sql: Sql;
  #number = 0;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(url: string, pair: Pair) {
    this.#url = url;
    this.#pair = pair;
    this.#sql = this.#open();
    this.#running = this.#run();
  }

  /** Ends after the write under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await disconnect(this.#sql, 0);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#write(++this.#number);
        await delay(2);
      } catch {
        this.failures++;
        await disconnect(this.#sql, 0);
        await delay(20);
        this.#sql = this.#open();
      }
    }
  }

  /** Now one row, now several in a statement, now one that is taken back. */
  async #write(number: number): Promise<void> {
    if (number % 10 === 0) return await this.#takeBack();
    const count = number % 7 === 0 ? 5 : 1;
    const messages = Array.from({ length: count }, (_, index) => `row ${number}.${index}`);
    for (const [id, message] of await this.#insert(this.#sql, messages, number)) {
      this.confirmed.set(id, message);
    }
  }

  async #takeBack(): Promise<void> {
    const taken = new Error(ROLLED_BACK);
    await begin(this.#sql, async (tx) => {
      await this.#insert(tx, [ROLLED_BACK], this.#number);
      throw taken;
    }).catch((error) => {
      if (error !== taken) throw error;
    });
  }

  async #insert(sql: Queries, messages: string[], number: number): Promise<[number, string][]> {
    const { patient, researcher } = this.#pair;
    const rows = messages.map((message) => ({
      user_id: patient.id,
      mentor_id: researcher.id,
      recipient_id: number % 2 ? patient.id : researcher.id,
      notification_type: "note",
      title: "A row",
      message,
    }));
    const made = await sql<{ id: number; message: string }[]>`
      insert into meeting_notifications ${sql(rows)} returning id, message`;
    return made.map(({ id, message }) => [id, message]);
  }

  #open(): Sql {
    return connect(this.#url, { max: 1, name: "writer" });
  }
}
