/**
 * Entries that come with every call, written in the background: who read what, refusals, and the use
 * of tokens. Each is recorded once an hour for one person and subject. Where the database does not
 * answer for long, the oldest are given up, and the log says so.
 */
import { type Background, repeat } from "../background.ts";
import type { Identity } from "../contract/users.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { type Entry, insert, logEntry } from "./entries.ts";

const EVERY_MS = 2000;
const HOUR_MS = 3_600_000;
const MOST_AT_ONCE = 1000;
const MOST_WAITING = 50_000;
const MOST_KNOWN = 200_000;

/** A request or meeting as it is shown, with the people that it is about. */
export type Shown =
  & { id: number }
  & (
    | { requester: { id: number } }
    | { expert: { id: number } }
    | { user_id: number; mentor_id: number }
  );

export class AuditBatch {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #writing: Background;
  #waiting: (Entry & { at: Date })[] = [];
  /** What has been noted in this hour. */
  readonly #known = new Set<string>();
  #hour = 0;

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
    this.#writing = repeat(
      EVERY_MS,
      () => this.write(),
      log,
      "the security log cannot be written",
    );
  }

  /** Notes that requests and meetings were shown to a person or service. */
  read(reader: number, from: Entry["from"], rows: Shown[]): void {
    for (const row of rows) {
      const action = "user_id" in row ? "meeting_read" : "request_read";
      this.note({ action, actor: reader, person: personOf(row, reader), subject: row.id, from });
    }
  }

  /** Notes that a service called with a token; the line is written once an hour, too. */
  token({ user, sessionId }: Identity, from?: Entry["from"]): void {
    if (user.role !== "service") return;
    const [actor, person] = [user.id, user.id];
    this.noteAndLog({ action: "token_used", actor, person, subject: sessionId, from });
  }

  /** Notes an entry unless it was noted in this hour; returns whether it was new. */
  note(entry: Entry): boolean {
    const at = new Date();
    this.#forget(at);
    const { action, actor, subject, from, details } = entry;
    const who = actor ?? from?.address;
    const key = `${action} ${who} ${subject} ${details ? Object.values(details).join() : ""}`;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.#waiting.push({ ...entry, at });
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting = this.#waiting.slice(-MOST_WAITING / 2);
      this.#log.error("the security log has lost entries: the database cannot be written");
    }
    return true;
  }

  /** Notes as `note` does, and writes the line. */
  noteAndLog(entry: Entry): void {
    if (this.note(entry)) logEntry(this.#log, entry);
  }

  /** Writes what waits, and ends. */
  async stop(): Promise<void> {
    await this.#writing.stop();
    while (await this.write().catch(() => 0) > 0);
  }

  /** Writes some of what waits; returns how many entries still do. */
  async write(): Promise<number> {
    const some = this.#waiting.slice(0, MOST_AT_ONCE);
    if (some.length === 0) return 0;
    await insert(this.#sql, some);
    const written = new Set(some);
    this.#waiting = this.#waiting.filter((entry) => !written.has(entry));
    return this.#waiting.length;
  }

  /** With each hour, and before it grows large, what is known is forgotten; the index has it. */
  #forget(at: Date): void {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    if (hour === this.#hour && this.#known.size < MOST_KNOWN) return;
    this.#hour = hour;
    this.#known.clear();
  }
}

/** Whose it is: the person on the other side; of those who are neither, the patient's. */
function personOf(row: Shown, reader: number): number {
  if ("requester" in row) return row.requester.id;
  if ("expert" in row) return row.expert.id;
  return row.user_id === reader ? row.mentor_id : row.user_id;
}
