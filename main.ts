/** Liaison: settings → database → hub → app → serve, and the reverse on stop. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { App, csp, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { createDemoAccounts, demoPassword, identifyHandshake, readSecret } from "./lib/auth/mod.ts";
import { startEmbedded } from "./lib/embedded/mod.ts";
import { StartError } from "./lib/db/errors.ts";
import { migrate } from "./lib/db/migrate.ts";
import { connect, disconnect, redact, SILENT_MS } from "./lib/db/pool.ts";
import { requireDatabase } from "./lib/db/server.ts";
import type { State } from "./lib/define.ts";
import { addressBehind } from "./lib/http/client.ts";
import { compress } from "./lib/http/compression.ts";
import { harden } from "./lib/http/headers.ts";
import { createLog } from "./lib/log.ts";
import { listNotifications, readNotification, unreadCount } from "./lib/meetings/notifications.ts";
import { startReminders } from "./lib/meetings/reminders.ts";
import { startHousekeeping } from "./lib/realtime/housekeeping.ts";
import { startSockets } from "./lib/realtime/server.ts";
import { readEnvironment, readSettings, type Settings, SettingsError } from "./lib/settings.ts";

const root = import.meta.dirname!;
/** What probes by HTTP/1.0 ask, since they name no host. */
const NAMELESS_HOST = "localhost";

export type Running = {
  /** Where people go. */
  url: string;
  /** For `psql`. */
  databaseUrl: string;
  /** Settles only when the program cannot go on. */
  failed: Promise<StartError>;
  stop(): Promise<void>;
};

/**
 * Starts everything that `settings` ask for; `say` hears what goes on. Throws StartError, with
 * all stopped again that had been started.
 */
export async function start(settings: Settings, say: (line: string) => void): Promise<Running> {
  await using undo = new AsyncDisposableStack();
  const log = createLog(settings.logLevel);
  const building = buildApp(say, settings.bundleDir);
  building.catch(() => {}); // awaited below, after what may fail first

  const embedded = settings.databaseUrl ? null : await startEmbedded({ ...settings, say });
  if (embedded) undo.defer(() => embedded.stop());
  const databaseUrl = settings.databaseUrl ?? embedded!.url;
  const listenUrl = settings.listenDatabaseUrl ?? databaseUrl;
  await prepareDatabase(listenUrl, settings, say);

  const pooled = settings.listenDatabaseUrl !== undefined;
  const onNotice = (notice: string) => log.debug(notice);
  const sql = connect(databaseUrl, { pooled, onNotice, silentMs: SILENT_MS });
  undo.defer(() => disconnect(sql));
  const housekeeping = startHousekeeping(sql, log);
  undo.defer(() => housekeeping.stop());
  const reminders = startReminders(sql, log);
  undo.defer(() => reminders.stop());

  const auth = {
    secret: await readSecret(settings),
    secureCookies: settings.publicUrl?.startsWith("https:") ?? false,
    allowedOrigins: [settings.publicUrl ?? [], settings.allowedOrigins].flat(),
  };
  const health = () => ({
    hub: { ...sockets.hub.health, mode: sockets.hub.mode },
    connections: sockets.connections.size,
  });
  const { publicUrl } = settings;
  const handle = (await building)({ sql, auth, log, identity: null, health, publicUrl });
  const http = createServer(toListener(handle, settings.trustedProxies));
  const sockets = await startSockets({
    http,
    sql,
    listenUrl,
    log,
    allowedOrigins: auth.allowedOrigins,
    identify: (headers, token) => identifyHandshake(sql, auth, headers, token),
    calls: {
      listNotifications: (userId, query) => listNotifications(sql, userId, query),
      readNotification: (userId, id) => readNotification(sql, userId, id),
      unreadCount: (userId) => unreadCount(sql, userId),
    },
  });
  undo.defer(() => sockets.stop());
  const port = await listen(http, settings);
  const url = publicUrl ?? `http://localhost:${port}`;

  const running = undo.move();
  const failed = embedded?.failed ?? new Promise<never>(() => {});
  return { url, databaseUrl, failed, stop: () => running.disposeAsync() };
}

/** Builds the pages and islands; the result makes the request handler of an app's state. */
async function buildApp(say: (line: string) => void, outDir?: string) {
  say("Building the pages");
  const builder = new Builder({ root, outDir });
  const apply = await builder.build({ mode: "production", snapshot: "memory" });
  return (state: State) => {
    const app = new App<State>()
      .use((ctx) => {
        Object.assign(ctx.state, state);
        return ctx.next();
      })
      .use(compress, csp({ useNonce: true }), staticFiles())
      .fsRoutes();
    apply(app);
    const handle = app.handler();
    return async (request: Request, info?: Deno.ServeHandlerInfo) =>
      harden(await handle(request, info), state.auth.secureCookies);
  };
}

type Handle = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** A trailing slash makes no difference, so routing never sees one. */
function toListener(handle: Handle, proxies: number) {
  return getRequestListener((request, env) => {
    const { incoming } = env as HttpBindings;
    const { remoteAddress = "" } = incoming.socket;
    const forwarded = request.headers.get("x-forwarded-for");
    const remoteAddr: Deno.NetAddr = {
      transport: "tcp",
      hostname: addressBehind(remoteAddress, forwarded, proxies),
      port: incoming.socket.remotePort ?? 0,
    };
    return handle(withoutSlash(request), { remoteAddr, completed: Promise.resolve() });
  }, { overrideGlobalObjects: false, hostname: NAMELESS_HOST });
}

function withoutSlash(request: Request): Request {
  const url = new URL(request.url);
  if (url.pathname === "/" || !url.pathname.endsWith("/")) return request;
  url.pathname = url.pathname.replace(/\/+$/, "") || "/";
  return new Request(url, request);
}

async function prepareDatabase(url: string, settings: Settings, say: (line: string) => void) {
  const sql = connect(url, { max: 2 });
  try {
    await requireDatabase(sql, settings);
    await migrate(sql, join(root, "migrations"), say);
    if (settings.demo) await createDemoAccounts(sql, say);
  } finally {
    await disconnect(sql);
  }
}

async function listen(http: Server, { port, host }: Settings): Promise<number> {
  http.listen(port, host);
  await once(http, "listening").catch((error) => {
    throw new StartError(
      `The server cannot listen on port ${port}: ${error.message}`,
      error.code === "EADDRINUSE"
        ? "Stop the program that uses the port, or set PORT to another (0: any that is free)."
        : "Set PORT to one above 1023, and HOST to an address of this machine.",
    );
  });
  return (http.address() as AddressInfo).port;
}

function announce({ url, databaseUrl }: Running, settings: Settings): void {
  const shown = settings.databaseUrl ? redact(databaseUrl) : databaseUrl;
  console.log(`
  Liaison is ready

  Page      ${url}
  Database  ${shown}${
    settings.demo
      ? `
  Sign in   patient@test.com or researcher@test.com, password ${demoPassword}`
      : ""
  }

  Ctrl-C stops it.
`);
}

async function main(): Promise<number> {
  const settings = readSettings(readEnvironment());
  const stopped = Promise.withResolvers<null>();
  let asked = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => ++asked > 1 ? Deno.exit(130) : stopped.resolve(null));
  }
  const running = await start(settings, (line) => console.log(line));
  if (!asked) announce(running, settings);
  const failure = await Promise.race([stopped.promise, running.failed]);
  console.log(failure ? failure.message : "Stopping");
  await running.stop();
  return failure ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    if (!(error instanceof StartError || error instanceof SettingsError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
