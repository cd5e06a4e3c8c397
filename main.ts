/** Liaison: settings → database → hub → app → serve, and the reverse on stop. */
import { createServer } from "node:http";
import { join } from "node:path";
import {
  createDemoAccounts,
  DEMO_PASSWORD,
  identifyHandshake,
  readSecret,
} from "./lib/auth/mod.ts";
import { settledWithin } from "./lib/background.ts";
import { AuditBatch } from "./lib/audit/batch.ts";
import { noteSent } from "./lib/audit/sockets.ts";
import { clusterDirectory } from "./lib/embedded/cluster.ts";
import { startEmbedded } from "./lib/embedded/mod.ts";
import { StartError } from "./lib/db/errors.ts";
import { isOwner } from "./lib/db/grants.ts";
import { LimitedConnection } from "./lib/db/limited.ts";
import { migrate } from "./lib/db/migrate.ts";
import { Offsets } from "./lib/db/offset.ts";
import { connect, disconnect, redact, SILENT_MS } from "./lib/db/pool.ts";
import { ownerUrlOf, requireDatabase } from "./lib/db/server.ts";
import type { State } from "./lib/define.ts";
import { buildApp } from "./lib/http/app.ts";
import { listen, toListener } from "./lib/http/listener.ts";
import { socketRefusal } from "./lib/http/origins.ts";
import { addressOfIncoming, hostUsed } from "./lib/http/remote.ts";
import { createLog } from "./lib/log.ts";
import { listNotifications, readNotification, unreadCount } from "./lib/meetings/notifications.ts";
import { startReminders } from "./lib/meetings/reminders.ts";
import { startHousekeeping } from "./lib/realtime/housekeeping.ts";
import { startSockets } from "./lib/realtime/server.ts";
import {
  readEnvironment,
  readSettings,
  type Settings,
  SettingsError,
  unsafeSettings,
} from "./lib/settings.ts";

const root = import.meta.dirname!;

/** With what the sockets take, the app stops within 3 s, whatever the database does. */
const LAST_WRITES_MS = 1000;
const DISCONNECT_S = 0.3;

export type Running = {
  /** Where people go. */
  url: string;
  /** Where the server listens. */
  port: number;
  /** For `psql`. */
  databaseUrl: string;
  /** Settles only when the program cannot go on. */
  failed: Promise<StartError>;
  stop(): Promise<void>;
};

type Report = (line: string) => void;

/**
 * Starts all that `settings` ask for; `report` gets a line about each step. Throws StartError, with
 * everything stopped again.
 */
export async function start(settings: Settings, report: Report): Promise<Running> {
  await using undo = new AsyncDisposableStack();
  const log = createLog(settings.logLevel);
  report("Building the pages");
  const building = buildApp({ root, outDir: settings.bundleDir });
  building.catch(() => {}); // awaited below, after what may fail first

  const embedded = settings.databaseUrl ? null : await startEmbedded({ ...settings, report });
  if (embedded) undo.defer(() => embedded.stop());
  const databaseUrl = settings.databaseUrl ?? embedded!.appUrl;
  const listenUrl = settings.listenDatabaseUrl ?? databaseUrl;
  await prepareDatabase(ownerUrlOf(settings) ?? embedded!.url, settings, report);

  const pooled = settings.listenDatabaseUrl !== undefined;
  const onNotice = (notice: string) => log.debug(notice);
  const sql = connect(databaseUrl, { pooled, onNotice, silentMs: SILENT_MS });
  undo.defer(() => disconnect(sql, DISCONNECT_S));
  const connection = (name: string, limitMs: number) => {
    const options = { name: `liaison ${name}`, pooled, onNotice, silentMs: SILENT_MS };
    const one = new LimitedConnection(databaseUrl, limitMs, options);
    undo.defer(() => one.close());
    return one;
  };
  const housekeeping = startHousekeeping(connection("housekeeping", 35_000), log);
  const reminders = startReminders(connection("reminders", 15_000), log);
  const audit = new AuditBatch(sql, log);
  undo.defer(() => {
    const stopping = [housekeeping, reminders, audit].map((one) => one.stop());
    return settledWithin(LAST_WRITES_MS, Promise.all(stopping));
  });

  const { publicUrl, trustedProxies: proxies } = settings;
  const auth = {
    secret: await readSecret(settings),
    publicUrl,
    secureCookies: publicUrl?.startsWith("https:") ?? false,
    allowedOrigins: [publicUrl ?? [], settings.allowedOrigins].flat(),
    registrations: settings.registrations,
    demo: settings.demo,
    log,
  };
  const offsets = new Offsets(auth.secret);
  const state: State = {
    sql,
    auth,
    log,
    audit,
    identity: null,
    health: () => sockets.health(),
    offsets,
    metricsToken: settings.metricsToken,
  };
  const http = createServer(toListener((await building)(state), proxies));
  const sockets = await startSockets({
    http,
    sql,
    listenUrl,
    log,
    offsets,
    allowedOrigins: auth.allowedOrigins,
    refusalOf: (request) => socketRefusal(request, auth.allowedOrigins),
    addressOf: (request) => addressOfIncoming(request, proxies),
    identify: async (headers, token) => {
      const host = hostUsed(headers, proxies);
      const identity = await identifyHandshake(sql, auth, { ...headers, host }, token);
      if (identity) audit.token(identity);
      return identity;
    },
    calls: { listNotifications, readNotification, unreadCount },
    sent: (...sent) => noteSent(audit, ...sent),
  });
  undo.defer(() => sockets.stop());
  const port = await listen(http, settings);
  for (const warning of unsafeSettings(settings)) report(`WARNING: ${warning}`);
  const url = publicUrl ?? `http://localhost:${port}`;

  const running = undo.move();
  return {
    url,
    port,
    databaseUrl: embedded?.url ?? databaseUrl,
    failed: Promise.race([sockets.failed, embedded?.failed ?? sockets.failed]),
    stop: () => running.disposeAsync(),
  };
}

async function prepareDatabase(url: string, settings: Settings, report: Report): Promise<void> {
  const sql = connect(url, { max: 2 });
  try {
    await requireDatabase(sql, settings);
    const embeddedIn = settings.databaseUrl ? undefined : clusterDirectory(settings.dataDir);
    await migrate(sql, join(root, "migrations"), { report, embeddedIn });
    if (settings.databaseUrl && !settings.ownerDatabaseUrl && await isOwner(sql)) {
      report(
        "The app works as the owner of the database; README.md, Deploying, says how it need not",
      );
    }
    if (settings.demo) await createDemoAccounts(sql, report);
  } finally {
    await disconnect(sql);
  }
}

function announce({ url, databaseUrl }: Running, settings: Settings): void {
  const shown = settings.databaseUrl ? redact(databaseUrl) : databaseUrl;
  const signIn =
    `\n  Sign in   patient@test.com, researcher@test.com or admin@test.com, password ${DEMO_PASSWORD}`;
  console.log(`
  Liaison is ready

  Page      ${url}
  Database  ${shown}${settings.demo ? signIn : ""}

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
