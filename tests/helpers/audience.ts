/** Hubs in tests, and whom they deliver to. */
import type { FeedEvents, ServerEvents } from "../../lib/contract/events.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { createLog } from "../../lib/log.ts";
import type { PositionAt } from "../../lib/realtime/cursor.ts";
import { type ClientSocket, Connection } from "../../lib/realtime/connection.ts";
import type { Change } from "../../lib/realtime/change_feed.ts";
import { Hub, type HubOptions } from "../../lib/realtime/hub.ts";
import { Skips } from "../../lib/realtime/skips.ts";
import { ReplayReader } from "../../lib/realtime/replay_reader.ts";
import type { Audience } from "../../lib/realtime/poller.ts";
import { offsets } from "./auth.ts";
import { Recording } from "./signals.ts";

export const silent = createLog("silent");

/** An audience that records what is delivered, for all of `people`. */
export class Listener implements Audience {
  readonly people: Set<number>;
  readonly changes = new Recording<Change>();
  readonly skipped = new Recording<Change>();
  readonly resyncs = new Recording<string>();
  /** Gets all deliveries too, such as a registry of real connections. */
  readonly #also: Audience | null;
  /** Runs before each page is heard. */
  beforePage = () => {};

  constructor(people: Iterable<number>, also: Audience | null = null) {
    this.people = new Set(people);
    this.#also = also;
  }

  recipients(): number[] {
    return [...this.people];
  }

  deliver(changes: Change[], positionAt: PositionAt): void {
    this.beforePage();
    this.#also?.deliver(changes, positionAt);
    this.changes.add(...changes);
  }

  skip(change: Change): void {
    this.#also?.skip(change);
    this.skipped.add(change);
  }

  rewind(): void {
    this.#also?.rewind();
  }

  resync(reason: string): void {
    this.#also?.resync(reason);
    this.resyncs.add(reason);
  }

  publishDelayed(isDelayed: boolean): void {
    this.#also?.publishDelayed(isDelayed);
  }

  /** What was heard, each as `recipient topic op row`. */
  get lines(): string[] {
    return this.changes.all.map(lineOf);
  }
}

/** `recipient topic op row` */
export function lineOf({ recipient_id, topic, op, row_id }: Change): string {
  return `${recipient_id} ${topic} ${op} ${row_id}`;
}

export type TestHub = AsyncDisposable & {
  hub: Hub;
  audience: Listener;
};

/** A running hub with a listener for `people`. */
export async function startHub(
  url: string,
  people: Iterable<number>,
  also?: Audience,
  options: Partial<HubOptions> = {},
): Promise<TestHub> {
  const audience = new Listener(people, also);
  const hub = new Hub({ url, audience, offsets, log: silent, ...options });
  await hub.start();
  return { hub, audience, [Symbol.asyncDispose]: () => hub.stop() };
}

/** Ends database connections by their name, `liaison hub` or `liaison notifier`; returns how many. */
export async function terminate(sql: Sql, name: string): Promise<number> {
  const rows = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${name} and datname = current_database()`;
  return rows.length;
}

export type Sent = {
  event: keyof FeedEvents | "ready" | "delayed" | "resync";
  payload: unknown;
  offset: string;
};

/** A real connection whose socket only records what is sent. */
export class TestConnection {
  readonly sent = new Recording<Sent>();
  readonly connection: Connection;
  readonly #conn = {
    writeBuffer: [] as { data: string }[],
    transport: { writable: true },
    close() {},
  };

  constructor(userId: number, hub: Hub, sql: Sql) {
    const emit = (event: keyof ServerEvents, payload: unknown, offset: string) =>
      this.sent.add({ event, payload, offset } as Sent);
    const socket = {
      connected: true,
      conn: this.#conn,
      emit,
      disconnect() {},
    } as unknown as ClientSocket;
    const feed = {
      hub,
      replays: new ReplayReader(sql),
      offsets,
      log: silent,
      skips: new Skips(silent),
    };
    this.connection = new Connection(socket, { userId, sessionId: 0 }, feed);
  }

  /** Whether its client takes what is sent. */
  take(taken: boolean): void {
    this.#conn.writeBuffer = taken ? [] : Array(2001).fill({ data: "" });
  }
}

/** Postgres' present snapshot. */
export async function snapshot(sql: Sql): Promise<string> {
  const [{ now }] = await sql<{ now: string }[]>`select pg_current_snapshot()::text as now`;
  return now;
}
