/** Who may connect, and how much an address, a connection and a person may have at once. */
import type { IncomingMessage } from "node:http";
import { settledWithin } from "../background.ts";
import { AppError } from "../contract/errors.ts";
import type { Identity } from "../contract/users.ts";
import type { Log } from "../log.ts";
import type { ClientSocket } from "./connection.ts";
import { Tally } from "./tally.ts";
import { Turns } from "./turns.ts";

/** Connections of one address that nobody has signed in on. */
const MOST_STRANGERS = 200;
/** Sockets of one person that stand at once. */
const MOST_SOCKETS = 64;
/** CONNECT packets on one connection: a client sends one for each namespace. */
const MOST_TRIES = 10;
const LOOK_UPS = { total: 8, each: 4 };
/** A look-up that takes longer, as one on a dead connection, gives its turn to the next. */
const LOOK_UP_TURN_MS = 2000;
const RETRY_PAUSE_MS = 1000;

type EngineConnection = ClientSocket["conn"];
type Guest = { address: string; tries: number; stopCounting: () => void };

export type AdmissionOptions = {
  log: Log;
  /** Who makes a handshake. Throws an AppError where there is no valid token. */
  identify: (headers: Record<string, string | undefined>, token: unknown) => Promise<Identity>;
  /** Why a request for a connection is refused; null if it is not. */
  refusalOf: (request: IncomingMessage) => string | null;
  /** The address by which a caller counts. */
  addressOf: (request: IncomingMessage) => string;
};

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #guests = new WeakMap<EngineConnection, Guest>();
  readonly #strangers = new Tally<string>();
  readonly #sockets = new Tally<number>();
  readonly #lookUps = new Turns<string>(LOOK_UPS);

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Engine.IO's `allowRequest`, which it asks before it makes a connection. */
  allow(request: IncomingMessage, answer: (refusal: string | null, allowed: boolean) => void) {
    const isFull = this.#strangers.of(this.#options.addressOf(request)) >= MOST_STRANGERS;
    const refusal = isFull
      ? "Too many connections of this address wait for a sign-in"
      : this.#options.refusalOf(request);
    answer(refusal, refusal === null);
  }

  /** To be called with each new connection, before its first packet. */
  watch(connection: EngineConnection): void {
    const address = this.#options.addressOf(connection.request);
    const guest = { address, tries: 0, stopCounting: this.#strangers.add(address) };
    this.#guests.set(connection, guest);
    connection.once("close", guest.stopCounting);
    connection.prependListener("data", (packet: unknown) => {
      const isConnect = typeof packet === "string" && packet.startsWith("0");
      if (!isConnect || ++guest.tries <= MOST_TRIES) return;
      // This packet is answered yet, the ones after it are not.
      connection.removeAllListeners("data");
      setImmediate(() => connection.close());
    });
  }

  /**
   * Admits a caller or answers with an error. Clients take an error for final and do not reconnect
   * by themselves. So while the database is away the handshake waits, until the client gives up or
   * Socket.IO closes it (after 45 s) and the client connects again.
   */
  async admit(socket: ClientSocket, next: (error?: Error) => void): Promise<void> {
    while (socket.conn.readyState === "open") {
      try {
        this.#requireFewTries(socket);
        const identity = await this.identify(socket);
        this.#seat(socket, identity);
        socket.data.identity = identity;
        return next();
      } catch (error) {
        const isAppError = error instanceof AppError;
        if (socket.conn.readyState !== "open") return;
        if (isAppError && error.code !== "unavailable") return next(toConnectError(error));
        if (!isAppError) {
          this.#options.log.error({ err: error }, "a handshake failed, trying again");
        }
        await closedWithin(socket, RETRY_PAUSE_MS);
      }
    }
  }

  /** Who a socket's client is. Throws AppErrors. */
  async identify({ conn, handshake }: ClientSocket): Promise<Identity> {
    const { headers, auth } = handshake;
    const lookUp = Promise.withResolvers<Identity>();
    await this.#lookUps.take(this.#guests.get(conn)!.address, () => {
      this.#options.identify(headers as Record<string, string | undefined>, auth.token)
        .then(lookUp.resolve, lookUp.reject);
      return settledWithin(LOOK_UP_TURN_MS, lookUp.promise);
    });
    return await lookUp.promise;
  }

  #requireFewTries({ conn }: ClientSocket): void {
    if (this.#guests.get(conn)!.tries <= MOST_TRIES) return;
    throw new AppError("rate_limited", `At most ${MOST_TRIES} tries on one connection`);
  }

  #seat(socket: ClientSocket, { user }: Identity): void {
    if (this.#sockets.of(user.id) >= MOST_SOCKETS) {
      throw new AppError("rate_limited", `At most ${MOST_SOCKETS} sockets of one person at once`);
    }
    // A connection whose socket has left still stands, so it goes on counting.
    socket.conn.once("close", this.#sockets.add(user.id));
    this.#guests.get(socket.conn)!.stopCounting();
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

/** What a client sees as `connect_error`, with `data: { code, message }`. */
function toConnectError({ code, message, expired }: AppError): Error {
  return Object.assign(new Error(message), {
    data: { code, message, ...(expired && { expired }) },
  });
}
