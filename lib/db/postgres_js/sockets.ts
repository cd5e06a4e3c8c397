/**
 * The sockets of a pool, opened here for two repairs of the driver, postgres.js 3.4.9. A network that
 * drops packets closes no connection, and the system does so only after a quarter of an hour. And a
 * pool that ends while it connects leaves that connection open.
 */
import { once } from "node:events";
import { Socket } from "node:net";

/** Where the driver connects to: hosts and their ports, or a path. */
type Address = {
  host: string[];
  port: number[];
  path?: string;
  ssl?: unknown;
};

const CHECKS = 10;

export class Sockets {
  readonly #silentMs: number | undefined;
  readonly #open = new Set<Socket>();
  #turn = 0;
  #isClosed = false;

  /**
   * A socket is closed once nothing has come for `silentMs`, which has to be longer than it may be
   * idle and any answer may take. By default it is waited for without limit.
   */
  constructor(silentMs?: number) {
    this.#silentMs = silentMs;
  }

  /** Opens a socket for the driver, to one host after the other. Throws once these are closed. */
  readonly open = ({ host, port, path, ssl }: Address): Socket => {
    if (this.#isClosed) throw new Error("The pool has ended");
    const socket = new Socket();
    const toHost = host[this.#turn % host.length];
    const toPort = port[this.#turn % port.length];
    this.#turn++;
    // What the driver does to sockets of its own: errors and certificates name the host.
    Object.assign(socket, { host: toHost, port: toPort, ssl });
    if (path) socket.connect(path);
    else socket.connect(toPort, toHost);
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    if (this.#silentMs) watch(socket, this.#silentMs);
    return socket;
  };

  /**
   * Closes all but those that are about to end, whose last message is under way. Resolves once the
   * driver knows of it, and has no timers any more.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const socket of this.#open) {
      if (!socket.writableEnded) socket.destroy();
    }
    const closing = [...this.#open].filter(({ destroyed, closed }) => destroyed && !closed);
    await Promise.all(closing.map((socket) => once(socket, "close")));
  }
}

/**
 * Checks regularly whether anything was received. It counts checks rather than time, since nothing
 * can be received while this process is suspended. For TLS the driver removes all listeners, so a
 * check also notices the end.
 */
function watch(socket: Socket, silentMs: number): void {
  let received = 0;
  let silentChecks = 0;
  const timer = setInterval(() => {
    silentChecks = socket.bytesRead === received ? silentChecks + 1 : 0;
    received = socket.bytesRead;
    if (silentChecks >= CHECKS) socket.destroy();
    if (socket.destroyed) clearInterval(timer);
  }, silentMs / CHECKS);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}
