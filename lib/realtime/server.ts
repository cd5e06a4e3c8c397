/** The Socket.IO server: who may connect, their calls, and the change feed behind it. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Server } from "socket.io";
import { AppError } from "../contract/errors.ts";
import type { Identity, User } from "../contract/users.ts";
import type { Offsets } from "../db/offset.ts";
import type { StartError } from "../db/errors.ts";
import { giveUp } from "../db/limited.ts";
import type { Sql } from "../db/pool.ts";
import { createLimiter } from "../limiter.ts";
import { Admission, type AdmissionOptions } from "./admission.ts";
import { type ClientSocket, Connection, type IoServer } from "./connection.ts";
import { answerCalls, type Calls } from "./calls.ts";
import { Hub, type HubHealth } from "./hub.ts";
import { ConnectionRegistry } from "./connection_registry.ts";
import { connectReplays, ReplayReader } from "./replay_reader.ts";
import { Skips } from "./skips.ts";
import { watchHub } from "./watchdog.ts";

const PATH = "/socket.io/";
/** Of one person in a minute, over all of their sockets. */
const MOST_CALLS = 600;
const GRACE_MS = 1200;
/** How long a hub may try nothing, before its process ends. */
const MOST_IDLE_MS = 60_000;
/** The clocks of the app and the database may differ. */
const SHORTEST_WATCH_MS = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1; // 24.8 days
/** A call is small: with the longest offset a handshake has 10 kB. */
const MOST_MESSAGE_BYTES = 2 ** 20;

export type SocketOptions = AdmissionOptions & {
  http: HttpServer;
  sql: Sql;
  /** A direct connection to the same database, where `sql` goes through a pooler. */
  listenUrl: string;
  offsets: Offsets;
  allowedOrigins: string[];
  calls: Calls;
  /** How long the hub may try nothing; a minute by default. */
  mostIdleMs?: number;
  /** Called with each event that is sent to somebody. */
  sent?: (
    user: User,
    from: { address: string; userAgent: string | null },
    event: string,
    payload: unknown,
  ) => void;
};

export type Sockets = {
  hub: Hub;
  connections: ConnectionRegistry;
  io: IoServer;
  health(): { hub: HubHealth; connections: number; skipped: number };
  /** Settles only when the hub does nothing any more, so that the process has to end. */
  failed: Promise<StartError>;
  stop(): Promise<void>;
};

/** Accepts sockets on `http` under /socket.io/ and sends them what is committed. */
export async function startSockets(options: SocketOptions): Promise<Sockets> {
  const { http, listenUrl, log, offsets } = options;
  const skips = new Skips(log);
  const connections = new ConnectionRegistry(skips);
  const hub = new Hub({ url: listenUrl, audience: connections, offsets, log });
  await hub.start();
  const watchdog = watchHub(hub, options.mostIdleMs ?? MOST_IDLE_MS);
  const replaySql = connectReplays(listenUrl);
  const replays = new ReplayReader(replaySql);
  const admission = new Admission(options);
  const io = createServer(options, admission);
  const open = openSockets(http);
  const limitCalls = createLimiter(MOST_CALLS, 60);
  io.on("connection", (socket) => {
    const { user, sessionId, expiresAt } = socket.data.identity;
    const identity = { userId: user.id, sessionId };
    const connection = new Connection(socket, identity, { hub, replays, offsets, log, skips });
    register(connections, socket, connection);
    endWithSession(admission, socket, connection, expiresAt);
    watchSent(options, socket);
    log.debug({ user: user.id, socket: socket.id }, "connected");
    socket.on("disconnect", (reason) => {
      log.debug({ user: user.id, socket: socket.id, reason }, "disconnected");
    });
    const limit = () => limitCalls(`${user.id}`);
    const verify = () => verifySession(admission, socket, hub);
    answerCalls(socket, user, { ...options, limit, verify }, () => connection.offset);
    start(admission, socket, connection, hub).catch((error) => connection.terminate(error));
  });
  const health = () => ({
    hub: hub.health,
    connections: connections.size,
    skipped: skips.count,
  });
  const stopAll = async () => {
    watchdog.stop();
    await stop(io, hub, open);
    giveUp(replaySql);
  };
  return { hub, connections, io, health, failed: watchdog.failed, stop: stopAll };
}

function createServer({ http, allowedOrigins }: SocketOptions, admission: Admission): IoServer {
  const io: IoServer = new Server(http, {
    cors: { origin: allowedOrigins, credentials: true },
    maxHttpBufferSize: MOST_MESSAGE_BYTES,
    serveClient: true,
    allowRequest: (request, answer) => admission.allow(request, answer),
  });
  http.prependListener("request", protectAnswer);
  io.engine.on("connection", (connection) => admission.watch(connection));
  io.use((socket, next) => void admission.admit(socket, next));
  return io;
}

function watchSent({ sent, addressOf }: SocketOptions, socket: ClientSocket): void {
  if (!sent) return;
  const { user } = socket.data.identity;
  const address = addressOf(socket.request);
  const userAgent = socket.request.headers["user-agent"] ?? null;
  socket.onAnyOutgoing((event, payload) => sent(user, { address, userAgent }, event, payload));
}

/** The client script is for pages of any origin, an answer for those that may read it. */
function protectAnswer({ url = "" }: IncomingMessage, response: ServerResponse): void {
  if (!url.startsWith(PATH)) return;
  const isScript = /\.js(\?|$)/.test(url);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cross-origin-resource-policy", isScript ? "cross-origin" : "same-origin");
}

/**
 * Identifies the caller once more, now that the connection is registered: if the session ended
 * during the handshake, the event of that was delivered to no connection.
 */
async function start(
  admission: Admission,
  socket: ClientSocket,
  connection: Connection,
  hub: Hub,
): Promise<void> {
  await hub.settled();
  const found = await identifyAgain(admission, socket);
  if (found) await connection.start(socket.handshake.auth.serverOffset);
  else socket.disconnect(true);
}

/** The caller as it is now; undefined where the session is over. Throws where that is not known. */
async function identifyAgain(
  admission: Admission,
  socket: ClientSocket,
): Promise<Identity | undefined> {
  try {
    return await admission.identify(socket);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
  }
}

/**
 * While the hub reads what is committed, it ends the sockets of sessions that are over. Else they are
 * looked up: throws where this one is over, and ends the socket once that was answered.
 */
async function verifySession(admission: Admission, socket: ClientSocket, hub: Hub): Promise<void> {
  if (hub.isCurrent || await identifyAgain(admission, socket)) return;
  setImmediate(() => socket.disconnect(true));
  throw new AppError("unauthenticated", "The session is over");
}

/** Registers a connection until it ends. */
function register(
  connections: ConnectionRegistry,
  socket: ClientSocket,
  connection: Connection,
): void {
  connections.add(connection);
  socket.on("disconnect", () => connections.remove(connection));
}

/** Ends a connection when its session expires, which may be later than it was at first. */
function endWithSession(
  admission: Admission,
  socket: ClientSocket,
  connection: Connection,
  expiresAt: Date,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (expiresAt: Date) => {
    if (!socket.connected) return;
    const left = expiresAt.getTime() - Date.now();
    const pause = Math.min(Math.max(left, SHORTEST_WATCH_MS), LONGEST_TIMER_MS);
    timer = setTimeout(() => verify(expiresAt).catch((e) => connection.terminate(e)), pause);
  };
  const verify = async (expiresAt: Date) => {
    if (Date.now() < expiresAt.getTime()) return watch(expiresAt);
    const found = await identifyAgain(admission, socket);
    if (found) watch(found.expiresAt);
    else socket.disconnect(true);
  };
  watch(expiresAt);
  socket.on("disconnect", () => clearTimeout(timer));
}

/** The sockets of a server that are open at any time. */
function openSockets(http: HttpServer): Set<Socket> {
  const sockets = new Set<Socket>();
  http.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

/**
 * Clients see a lost connection, so they reconnect with their offsets. Calls under way have
 * `GRACE_MS` to end; then sockets are destroyed, so that idle clients cannot delay the end.
 */
async function stop(io: IoServer, hub: Hub, sockets: Set<Socket>): Promise<void> {
  const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), GRACE_MS);
  await io.close();
  clearTimeout(timer);
  await hub.stop();
}
