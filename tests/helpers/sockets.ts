/** The sockets alone, without pages and API, on a test's database. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { identifyHandshake } from "../../lib/auth/handshake.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { type SocketOptions, type Sockets, startSockets } from "../../lib/realtime/server.ts";
import { silent } from "./audience.ts";
import { auth, offsets } from "./auth.ts";

export type TestSockets = AsyncDisposable & { url: string; live: Sockets };

const unused = () => Promise.reject(new Error("No call is expected"));

/** `await using sockets = await serveSockets(db);`; `changed` replaces options. */
export async function serveSockets(
  { sql, url: listenUrl }: { sql: Sql; url: string },
  changed: Partial<SocketOptions> = {},
): Promise<TestSockets> {
  const http = createServer();
  const live = await startSockets({
    http,
    sql,
    listenUrl,
    log: silent,
    offsets,
    allowedOrigins: [],
    refusalOf: () => null,
    addressOf: () => "192.0.2.1",
    identify: (headers, token) => identifyHandshake(sql, auth, headers, token),
    calls: { listNotifications: unused, readNotification: unused, unreadCount: unused },
    ...changed,
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { url, live, [Symbol.asyncDispose]: () => live.stop() };
}
