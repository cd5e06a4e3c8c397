/** A stretch of network between a program and a server, with the faults that networks have. */
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export type Proxy = AsyncDisposable & {
  /** The server's URL, through the proxy. */
  url: string;
  /** The present connections carry nothing more to the client, and stay open. */
  mute(): void;
  /** Whether new connections carry nothing to the client either. */
  swallow(swallowed: boolean): void;
  /** Whether the present connections' clients take what comes, as slow readers do not. */
  flow(flowing: boolean): void;
  /** Whether new connections are closed at once. */
  refuse(refused: boolean): void;
  /** How many were. */
  refusedConnections: number;
};

/** A proxy on a free port: `await using proxy = await startProxy(url);`. */
export async function startProxy(serverUrl: string): Promise<Proxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let refused = false;
  let swallowed = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  };
  const proxy = createServer((client) => {
    keep(client);
    if (refused) {
      started.refusedConnections++;
      return client.destroy();
    }
    const server = connect(Number(target.port), target.hostname);
    keep(server);
    const pair = { client, server };
    if (!swallowed) pairs.add(pair);
    client.on("data", (data) => server.write(data));
    server.on("data", (data) => pairs.has(pair) && client.write(data));
    client.on("close", () => server.destroy());
    server.on("close", () => {
      pairs.delete(pair);
      client.end();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const started: Proxy = {
    url: url.href,
    refusedConnections: 0,
    mute: () => pairs.clear(),
    swallow: (value) => swallowed = value,
    flow: (flowing) => pairs.forEach(({ server }) => flowing ? server.resume() : server.pause()),
    refuse: (value) => refused = value,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return started;
}
