/** Hubs in tests, and those that they tell. */
import type { FeedEvents, ServerEvents } from "../../lib/contract/events.ts";
import type { Position } from "../../lib/db/offset.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { createLog } from "../../lib/log.ts";
import { Connection, type LiveSocket } from "../../lib/realtime/connection.ts";
import type { Change } from "../../lib/realtime/feed.ts";
import { type Audience, Hub } from "../../lib/realtime/hub.ts";
import { Heard } from "./heard.ts";

export const silent = createLog("silent");

/** An audience that writes down what it is told, for all of `people`. */
export class Listener implements Audience {
  readonly people: Set<number>;
  readonly changes = new Heard<Change>();
  readonly resyncs = new Heard<string>();
  /** Told as well, such as the rooms of real connections. */
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

  deliver(changes: Change[], positionAt: (change: Change, last: boolean) => Position): void {
    this.beforePage();
    this.#also?.deliver(changes, positionAt);
    this.changes.add(...changes);
  }

  goBack(): void {
    this.#also?.goBack();
  }

  resync(reason: string): void {
    this.#also?.resync(reason);
    this.resyncs.add(reason);
  }

  keepUp(isReading: boolean): void {
    this.#also?.keepUp(isReading);
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

export interface TestHub extends AsyncDisposable {
  hub: Hub;
  audience: Listener;
}

/** A running hub with a listener for `people`. */
export async function startHub(
  url: string,
  people: Iterable<number>,
  also?: Audience,
): Promise<TestHub> {
  const audience = new Listener(people, also);
  const hub = new Hub({ url, audience, log: silent });
  await hub.start();
  return { hub, audience, [Symbol.asyncDispose]: () => hub.stop() };
}

/** Ends database connections by their name, `liaison hub` or `liaison bell`; returns how many. */
export async function terminate(sql: Sql, name: string): Promise<number> {
  const rows = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${name} and datname = current_database()`;
  return rows.length;
}

export type Told = {
  event: keyof FeedEvents | "ready" | "delayed" | "resync";
  payload: unknown;
  offset: string;
};

/** A real connection whose socket only writes down what it is to send. */
export class TestConnection {
  readonly told = new Heard<Told>();
  readonly connection: Connection;
  readonly #conn = {
    writeBuffer: [] as { data: string }[],
    transport: { writable: true },
    close() {},
  };

  constructor(userId: number, hub: Hub, sql: Sql) {
    const emit = (event: keyof ServerEvents, payload: unknown, offset: string) =>
      this.told.add({ event, payload, offset } as Told);
    const socket = {
      connected: true,
      conn: this.#conn,
      emit,
      disconnect() {},
    } as unknown as LiveSocket;
    this.connection = new Connection(socket, { userId, sessionId: 0 }, { hub, sql, log: silent });
  }

  /** Whether its reader takes what is sent. */
  take(taken: boolean): void {
    this.#conn.writeBuffer = taken ? [] : Array(2001).fill({ data: "" });
  }
}
