/** What the server's speed is compared with: `node:http` and nothing else. Says where it listens. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((_, response) => {
  response.setHeader("content-type", "application/json");
  response.end('{"status":"ok"}');
});
server.listen(0, "127.0.0.1", () => {
  console.log(`listens http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
