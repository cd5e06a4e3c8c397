/** What is measured: the program, its database, people with sessions, and clients. */
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { startSession } from "../lib/auth/sessions.ts";
import type { FeedEvents, ServerEvents } from "../lib/contract/events.ts";
import type { User } from "../lib/contract/users.ts";
import { clearLeftovers } from "../lib/embedded/leftovers.ts";
import { createLog } from "../lib/log.ts";
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { startAppProcess } from "../tests/helpers/processes.ts";
import { SECRET } from "../tests/helpers/auth.ts";

export type Person = User & { token: string };
export type Row = FeedEvents["new_meeting_notification"];

export type Stage = AsyncDisposable & {
  url: string;
  databaseUrl: string;
  sql: Sql;
  patients: Person[];
  researchers: Person[];
};

const people = 200; // of each kind: calls are limited per person

/** Starts it all in a temporary directory; gone afterwards. */
export async function openStage(): Promise<Stage> {
  await using undo = new AsyncDisposableStack();
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-bench-" });
  undo.defer(async () => {
    await clearLeftovers(join(dataDir, "postgres"), () => {});
    await Deno.remove(dataDir, { recursive: true });
  });
  const app = undo.use(await startAppProcess({ DATA_DIR: dataDir }));
  const { url, databaseUrl } = app;
  const sql = connect(databaseUrl, { max: 4, name: "bench" });
  undo.defer(() => disconnect(sql));
  const patients = await addPeople(sql, "patient");
  const researchers = await addPeople(sql, "researcher");
  const everything = undo.move();
  return {
    ...{ url, databaseUrl, sql, patients, researchers },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}

async function addPeople(sql: Sql, role: User["role"]): Promise<Person[]> {
  const users = await sql<{ user: User }[]>`
    insert into users as u (email, full_name, role)
    select ${role}::text || n || '@example.org', 'Person ' || n, ${role}::text
    from generate_series(1, ${people}::int) n
    returning private.user_json(u) as user`;
  const key = new TextEncoder().encode(SECRET);
  const registrations = { perAddress: 60, inTotal: 600 };
  const auth = {
    secret: key,
    secureCookies: false,
    allowedOrigins: [],
    registrations,
    log: createLog("silent"),
  };
  const client = { address: "192.0.2.1", userAgent: "bench" };
  return await Promise.all(users.map(async ({ user }) => ({
    ...user,
    token: (await startSession(sql, auth, user, client)).token,
  })));
}

/** A connected client; `hear` gets each row as it comes. */
export async function openClient(
  { url }: Stage,
  { token }: Person,
  hear: (row: Row) => void,
): Promise<Disposable> {
  const socket: Socket<ServerEvents> = io(url, {
    auth: { token },
    forceNew: true,
    transports: ["websocket"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("ready", () => resolve());
  socket.on("connect_error", reject);
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") console.error(`A client was disconnected: ${reason}`);
  });
  socket.on("new_meeting_notification", hear);
  await promise;
  return { [Symbol.dispose]: () => void socket.disconnect() };
}
