/** The Socket.IO server: who may connect, what clients may say, and the feed behind it. */
import type { Server as HttpServer } from "node:http";
import type { Socket } from "node:net";
import { Server } from "socket.io";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { Connection, type LiveServer, type LiveSocket } from "./connection.ts";
import { answerCalls, type Calls } from "./calls.ts";
import { Hub } from "./hub.ts";
import { Rooms } from "./connection_registry.ts";

const GRACE_MS = 2000;
const ADMISSION_PAUSE_MS = 1000;

/** A caller as the handshake knows it. */
export type Caller = { user: User; sessionId: number; expiresAt: Date };

export type LiveOptions = {
  http: HttpServer;
  sql: Sql;
  /** A direct connection to the same database, where `sql` goes through a pooler. */
  listenUrl: string;
  log: Log;
  allowedOrigins: string[];
  /** The caller of a handshake; throws an AppError for whoever has no valid token. */
  identify: (headers: Record<string, string | undefined>, token: unknown) => Promise<Caller>;
  calls: Calls;
};

export type Live = {
  hub: Hub;
  rooms: Rooms;
  io: LiveServer;
  stop(): Promise<void>;
};

/** Accepts sockets on `http` under /socket.io/ and tells them what is committed. */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { http, sql, listenUrl, log, allowedOrigins } = options;
  const rooms = new Rooms();
  const hub = new Hub({ url: listenUrl, audience: rooms, log });
  await hub.start().catch(async (error) => {
    await hub.stop();
    throw error;
  });
  const io: LiveServer = new Server(http, {
    cors: { origin: allowedOrigins, credentials: true },
    maxHttpBufferSize: 2 ** 20,
    serveClient: true,
  });
  const sockets = keepSockets(http);
  const callers = new WeakMap<LiveSocket, Caller>();
  io.use((socket, next) => void admit(options, socket, callers, next));
  io.on("connection", (socket) => {
    const caller = callers.get(socket)!;
    const identity = { userId: caller.user.id, sessionId: caller.sessionId };
    const connection = new Connection(socket, identity, { hub, sql, log });
    keep(rooms, socket, connection, caller.expiresAt);
    log.debug({ user: caller.user.id, socket: socket.id }, "connected");
    socket.on("disconnect", (reason) => {
      log.debug({ user: caller.user.id, socket: socket.id, reason }, "disconnected");
    });
    answerCalls(socket, caller.user, options.calls, () => connection.offset, log);
    begin(options, socket, connection, hub).catch((error) => {
      log.info({ err: error, user: caller.user.id }, "connection cut, it may come back");
      connection.cut();
    });
  });
  return { hub, rooms, io, stop: () => stop(io, hub, sockets) };
}

/**
 * Lets a caller in, or refuses them. Clients take an error for final and do not come back by
 * themselves, so nobody hears one for what is no fault of theirs: while the database is away the
 * handshake waits, until the client gives up or Socket.IO closes it (after 45 s) and it comes again.
 */
async function admit(
  options: LiveOptions,
  socket: LiveSocket,
  callers: WeakMap<LiveSocket, Caller>,
  next: (error?: Error) => void,
): Promise<void> {
  while (socket.conn.readyState === "open") {
    try {
      callers.set(socket, await identify(options, socket));
      return next();
    } catch (error) {
      const isAppError = error instanceof AppError;
      if (socket.conn.readyState !== "open") return;
      if (isAppError && error.code !== "unavailable") return next(toConnectError(error));
      if (!isAppError) options.log.error({ err: error }, "a handshake failed, it is tried again");
      await closedWithin(socket, ADMISSION_PAUSE_MS);
    }
  }
}

/** Resolves after `ms`, or as soon as the client is gone. */
async function closedWithin({ conn }: LiveSocket, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  conn.once("close", resolve);
  await promise;
  clearTimeout(timer);
  conn.off("close", resolve);
}

/**
 * Identifies the caller once more, now that the connection is in its room: a session that ended
 * during the handshake was told to nobody.
 */
async function begin(
  options: LiveOptions,
  socket: LiveSocket,
  connection: Connection,
  hub: Hub,
): Promise<void> {
  await hub.settled();
  const found = await identify(options, socket).catch((error) => {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
  });
  if (found) await connection.begin(socket.handshake.auth.serverOffset);
  else socket.disconnect(true);
}

function identify({ identify }: LiveOptions, { handshake }: LiveSocket): Promise<Caller> {
  return identify(handshake.headers as Record<string, string | undefined>, handshake.auth.token);
}

/** What a client sees as `connect_error`, with `data: { code, message }`. */
function toConnectError({ code, message }: AppError): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}

function keep(rooms: Rooms, socket: LiveSocket, connection: Connection, expiresAt: Date): void {
  rooms.add(connection);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A timer holds no more than 24.8 days.
  const watch = () => {
    const left = expiresAt.getTime() - Date.now();
    if (left <= 0) socket.disconnect(true);
    else timer = setTimeout(watch, Math.min(left, 2 ** 31 - 1));
  };
  watch();
  socket.on("disconnect", () => {
    clearTimeout(timer);
    rooms.remove(connection);
  });
}

/** The sockets of a server that are open. */
function keepSockets(http: HttpServer): Set<Socket> {
  const sockets = new Set<Socket>();
  http.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

/**
 * Clients see a lost connection, not a goodbye: they come back, with their offsets. Calls under way
 * get a moment; whoever takes or sends nothing cannot hold up the end.
 */
async function stop(io: LiveServer, hub: Hub, sockets: Set<Socket>): Promise<void> {
  const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), GRACE_MS);
  await io.close();
  clearTimeout(cut);
  await hub.stop();
}
