/**
 * Sockets that close when the server sends nothing. A network that drops packets closes no
 * connection, and the system does so only after a quarter of an hour.
 */
import { Socket } from "node:net";

/** Where the driver connects to: hosts and their ports, or a path. */
type Address = {
  host: string[];
  port: number[];
  path?: string;
  ssl?: unknown;
};

const CHECKS = 10;

/**
 * Opens a socket for the driver, to one host after the other. It is closed once nothing has come
 * for `silentMs`, which has to be longer than it may be idle and any answer may take.
 */
export function openSockets(silentMs: number): (address: Address) => Socket {
  let turn = 0;
  return ({ host, port, path, ssl }) => {
    const socket = new Socket();
    const [toHost, toPort] = [host[turn % host.length], port[turn % port.length]];
    turn++;
    // What the driver does to sockets of its own: errors and certificates name the host.
    Object.assign(socket, { host: toHost, port: toPort, ssl });
    if (path) socket.connect(path);
    else socket.connect(toPort, toHost);
    watch(socket, silentMs);
    return socket;
  };
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
