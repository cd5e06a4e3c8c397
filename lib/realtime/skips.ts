/** What cannot be delivered is skipped: it is logged and counted, and who missed it is sent `resync`. */
import type { Log } from "../log.ts";
import type { Change } from "./change_feed.ts";

/** The reason of the `resync`. */
export const UNDELIVERABLE = "undeliverable";

export class Skips {
  readonly #log: Log;
  #count = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** How many changes were skipped since the process began. */
  get count(): number {
    return this.#count;
  }

  note({ recipient_id: user, topic, op, row_id: row }: Change, error?: unknown): void {
    this.#count++;
    this.#log.error({ err: error, user, topic, op, row }, "a change cannot be delivered, skipped");
  }
}
