/**
 * Sockets that notice when the server has fallen silent. A network that drops packets closes
 * nothing, and the system itself gives up after a quarter of an hour.
 */
import { Socket } from "node:net";

/** What the driver knows of where to connect to: hosts and their ports, or a path. */
type Place = {
  host: string[];
  port: number[];
  path?: string;
  ssl?: unknown;
};

const LOOKS = 10;

/**
 * Opens a socket for the driver, to one host after the other. It is closed once nothing has come
 * for `silentMs`, which has to be longer than it may be idle and any answer may take.
 */
export function openSockets(silentMs: number): (place: Place) => Socket {
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
 * Looks now and then whether anything came. Looks are counted, not time: nobody was silent while
 * this process slept. For TLS the driver takes all listeners off, so a look also finds the end.
 */
function watch(socket: Socket, silentMs: number): void {
  let read = 0;
  let quiet = 0;
  const timer = setInterval(() => {
    quiet = socket.bytesRead === read ? quiet + 1 : 0;
    read = socket.bytesRead;
    if (quiet >= LOOKS) socket.destroy();
    if (socket.destroyed) clearInterval(timer);
  }, silentMs / LOOKS);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}
