/** The Socket.IO server: who may connect, their calls, and the change feed behind it. */
import type { Server as HttpServer } from "node:http";
import type { Socket } from "node:net";
import { Server } from "socket.io";
import { AppError } from "../contract/errors.ts";
import type { Identity } from "../contract/users.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { type ClientSocket, Connection, type IoServer } from "./connection.ts";
import { answerCalls, type Calls } from "./calls.ts";
import { Hub, type HubHealth } from "./hub.ts";
import { ConnectionRegistry } from "./connection_registry.ts";

const GRACE_MS = 2000;
const ADMISSION_PAUSE_MS = 1000;
/** The clocks of the app and the database may differ. */
const SHORTEST_WATCH_MS = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1; // 24.8 days

export type SocketOptions = {
  http: HttpServer;
  sql: Sql;
  /** A direct connection to the same database, where `sql` goes through a pooler. */
  listenUrl: string;
  log: Log;
  allowedOrigins: string[];
  /** Who makes a handshake. Throws an AppError where there is no valid token. */
  identify: (headers: Record<string, string | undefined>, token: unknown) => Promise<Identity>;
  calls: Calls;
};

export type Sockets = {
  hub: Hub;
  connections: ConnectionRegistry;
  io: IoServer;
  health(): { hub: HubHealth; connections: number };
  stop(): Promise<void>;
};

/** Accepts sockets on `http` under /socket.io/ and sends them what is committed. */
export async function startSockets(options: SocketOptions): Promise<Sockets> {
  const { http, sql, listenUrl, log, allowedOrigins } = options;
  const connections = new ConnectionRegistry();
  const hub = new Hub({ url: listenUrl, audience: connections, log });
  await hub.start();
  const io: IoServer = new Server(http, {
    cors: { origin: allowedOrigins, credentials: true },
    maxHttpBufferSize: 2 ** 20,
    serveClient: true,
  });
  const open = openSockets(http);
  io.use((socket, next) => void admit(options, socket, next));
  io.on("connection", (socket) => {
    const { user, sessionId, expiresAt } = socket.data.identity;
    const connection = new Connection(socket, { userId: user.id, sessionId }, { hub, sql, log });
    register(connections, socket, connection);
    endWithSession(options, socket, connection, expiresAt);
    log.debug({ user: user.id, socket: socket.id }, "connected");
    socket.on("disconnect", (reason) => {
      log.debug({ user: user.id, socket: socket.id, reason }, "disconnected");
    });
    answerCalls(socket, user, options, () => connection.offset);
    start(options, socket, connection, hub).catch((error) => connection.terminate(error));
  });
  const health = () => ({ hub: hub.health, connections: connections.size });
  return { hub, connections, io, health, stop: () => stop(io, hub, open) };
}

/**
 * Admits a caller or answers with an error. Clients take an error for final and do not reconnect by
 * themselves. So while the database is away the handshake waits, until the client gives up or
 * Socket.IO closes it (after 45 s) and the client connects again.
 */
async function admit(
  options: SocketOptions,
  socket: ClientSocket,
  next: (error?: Error) => void,
): Promise<void> {
  while (socket.conn.readyState === "open") {
    try {
      socket.data.identity = await identify(options, socket);
      return next();
    } catch (error) {
      const isAppError = error instanceof AppError;
      if (socket.conn.readyState !== "open") return;
      if (isAppError && error.code !== "unavailable") return next(toConnectError(error));
      if (!isAppError) options.log.error({ err: error }, "a handshake failed, trying again");
      await closedWithin(socket, ADMISSION_PAUSE_MS);
    }
  }
}

/** Resolves after `ms`, or as soon as the client is gone. */
async function closedWithin({ conn }: ClientSocket, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  conn.once("close", resolve);
  await promise;
  clearTimeout(timer);
  conn.off("close", resolve);
}

/**
 * Identifies the caller once more, now that the connection is registered: if the session ended
 * during the handshake, the event of that was delivered to no connection.
 */
async function start(
  options: SocketOptions,
  socket: ClientSocket,
  connection: Connection,
  hub: Hub,
): Promise<void> {
  await hub.settled();
  const found = await identifyAgain(options, socket);
  if (found) await connection.start(socket.handshake.auth.serverOffset);
  else socket.disconnect(true);
}

function identify({ identify }: SocketOptions, { handshake }: ClientSocket): Promise<Identity> {
  return identify(handshake.headers as Record<string, string | undefined>, handshake.auth.token);
}

/** The caller as it is now; undefined where the session is over. Throws where that is not known. */
async function identifyAgain(
  options: SocketOptions,
  socket: ClientSocket,
): Promise<Identity | undefined> {
  try {
    return await identify(options, socket);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
  }
}

/** What a client sees as `connect_error`, with `data: { code, message }`. */
function toConnectError({ code, message, expired }: AppError): Error {
  return Object.assign(new Error(message), {
    data: { code, message, ...(expired && { expired }) },
  });
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
  options: SocketOptions,
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
    const found = await identifyAgain(options, socket);
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
