/** The app's routes on a test's database, over HTTP on a free port, without sockets and jobs. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { App } from "fresh";
import pino from "pino";
import { AuditBatch } from "../../lib/audit/batch.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import type { State } from "../../lib/define.ts";
import { createBuilder } from "../../lib/http/app.ts";
import type { Health } from "../../lib/http/health.ts";
import { callAt, type Caller } from "./http.ts";
import { auth, offsets, tokenOf } from "./auth.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type TestRoutes = AsyncDisposable & {
  url: string;
  call: Caller["call"];
  /** What was logged, a JSON text per entry. */
  logged: string[];
  audit: AuditBatch;
  /** A token of a new session of `user`. */
  tokenOf(user: User): Promise<string>;
};

/** What the app believes of its hub, which is not there. */
export const health: Health = {
  hub: { available: true, notifier: true, mode: "listening", lagMs: 5 },
  connections: 3,
  skipped: 0,
};

let building: Promise<<S>(app: App<S>) => void> | undefined;

/** `await using app = await serveRoutes(db.sql);` */
export async function serveRoutes(
  sql: Sql,
  healthNow = health,
  level = "warn",
): Promise<TestRoutes> {
  const logged: string[] = [];
  const log = pino({ level }, { write: (line: string) => void logged.push(line) });
  const audit = new AuditBatch(sql, log);
  const handler = await createHandler({
    sql,
    auth: { ...auth, log },
    log,
    audit,
    identity: null,
    health: () => healthNow,
    offsets,
  });
  const server = createServer(
    getRequestListener((req, { incoming }) => handler(req, infoOf(incoming as IncomingMessage)), {
      overrideGlobalObjects: false,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = callAt(url);
  return {
    url,
    logged,
    audit,
    call: http.call,
    tokenOf: (user) => tokenOf(sql, user),
    async [Symbol.asyncDispose]() {
      http[Symbol.dispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await audit.stop();
    },
  };
}

async function createHandler(state: State) {
  const outDir = Deno.env.get("BUNDLE_DIR");
  building ??= createBuilder({ root, outDir }).build({ mode: "production", snapshot: "memory" });
  const app = new App<State>().use((ctx) => {
    Object.assign(ctx.state, state);
    return ctx.next();
  }).fsRoutes();
  (await building)(app);
  return app.handler();
}

function infoOf({ socket }: IncomingMessage): Deno.ServeHandlerInfo {
  const { remoteAddress: hostname = "", remotePort: port = 0 } = socket;
  return { remoteAddr: { transport: "tcp", hostname, port }, completed: Promise.resolve() };
}
