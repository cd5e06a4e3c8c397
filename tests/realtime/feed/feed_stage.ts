/** Who writes, who listens. */
import type { Sql } from "../../../lib/db/pool.ts";
import { ConnectionRegistry } from "../../../lib/realtime/connection_registry.ts";
import { Skips } from "../../../lib/realtime/skips.ts";
import { silent, startHub, TestConnection, type TestHub } from "../../helpers/audience.ts";
import { databaseUrl, type TestDatabase } from "../../helpers/database.ts";
import { patient, researcher } from "../../helpers/factories.ts";

export type Scene = AsyncDisposable & {
  sql: Sql;
  superuserUrl: string;
  /** The snapshot before anything was written. */
  start: string;
  users: number[];
  mentors: number[];
  people: number[];
  hubs: (TestHub & { connections: Map<number, TestConnection> })[];
  /** Titles of notifications that were rolled back. */
  undone: string[];
  /** A title that no other has. */
  title(): string;
  /** A time that no other schedule has. */
  day(): Date;
  /** From now on the clients take nothing, until `settle`. */
  slowDown(): void;
  /** Waits until everything that was committed was sent to everybody. */
  settle(): Promise<void>;
};

let titles = 0;

/** A scene of four people of its own, connected to so many hubs. */
export async function stage({ sql, url }: TestDatabase, hubs: number): Promise<Scene> {
  await using undo = new AsyncDisposableStack();
  const users = [(await patient(sql)).id, (await patient(sql)).id];
  const mentors = [(await researcher(sql)).id, (await researcher(sql)).id];
  const people = [...users, ...mentors];
  const [{ start }] = await sql`select pg_current_snapshot()::text as start`;
  const started: Scene["hubs"] = [];
  for (let i = 0; i < hubs; i++) started.push(undo.use(await startListening(url, sql, people)));
  const running = undo.move();
  return {
    sql,
    superuserUrl: databaseUrl(new URL(url).pathname.slice(1), "TEST_SUPERUSER_DATABASE_URL"),
    start,
    users,
    mentors,
    people,
    hubs: started,
    undone: [],
    title: () => `title ${++titles}`,
    day: () => new Date(Date.UTC(2030, 0, 1 + ++titles)),
    slowDown: () => connectionsOf(started).forEach((connection) => connection.take(false)),
    settle: () => settle(sql, started, users, mentors),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function startListening(url: string, sql: Sql, people: number[]) {
  const registry = new ConnectionRegistry(new Skips(silent));
  const started = await startHub(url, people, registry);
  const connections = new Map<number, TestConnection>();
  for (const person of people) {
    const connection = new TestConnection(person, started.hub, sql);
    registry.add(connection.connection);
    await connection.connection.start(null);
    connections.set(person, connection);
  }
  return { ...started, connections };
}

function connectionsOf(hubs: Scene["hubs"]): TestConnection[] {
  return hubs.flatMap(({ connections }) => [...connections.values()]);
}

/** The last commit of all is a marker for each person: once it has come, all has. */
async function settle(sql: Sql, hubs: Scene["hubs"], users: number[], mentors: number[]) {
  const title = `marker ${++titles}`;
  await sql`
    insert into meeting_notifications (user_id, mentor_id, recipient_id, notification_type, title, message)
    select u, m, r, 'marker', ${title}::text, 'x'
    from unnest(${users}::int[], ${mentors}::int[]) p (u, m), unnest(array[u, m]) r`;
  const isMarker = (payload: unknown) => (payload as { title?: string } | null)?.title === title;
  for (const { audience, connections } of hubs) {
    for (const [person, connection] of connections) {
      await audience.changes.until(
        `${title} for ${person}`,
        ({ recipient_id, payload }) => recipient_id === person && isMarker(payload),
      );
      connection.take(true);
      await connection.sent.until(title, ({ payload }) => isMarker(payload));
    }
  }
}
