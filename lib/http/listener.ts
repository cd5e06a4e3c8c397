/** From the sockets of `node:http` to the app. */
import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { StartError } from "../db/errors.ts";
import { addressBehind, addressUsed } from "./remote.ts";

export type Handle = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** Probes that speak HTTP/1.0 name no host; this one stands in for it. */
const DEFAULT_HOST = "localhost";

/**
 * What `handle` answers, for a server of `node:http` that `proxies` proxies of one's own stand in
 * front of. A trailing slash makes no difference, so routing never sees one.
 */
export function toListener(handle: Handle, proxies: number): RequestListener {
  return getRequestListener((request, env) => {
    const { remoteAddress = "", remotePort: port = 0 } = (env as HttpBindings).incoming.socket;
    const forwarded = request.headers.get("x-forwarded-for");
    const hostname = addressBehind(remoteAddress, forwarded, proxies);
    const remoteAddr: Deno.NetAddr = { transport: "tcp", hostname, port };
    return handle(readdressed(request, proxies), { remoteAddr, completed: Promise.resolve() });
  }, { overrideGlobalObjects: false, hostname: DEFAULT_HOST });
}

function readdressed(request: Request, proxies: number): Request {
  const url = addressUsed(new URL(request.url), request.headers, proxies);
  url.pathname = url.pathname.replace(/\/+$/, "") || "/";
  return url.href === request.url ? request : new Request(url, request);
}

/** Listens; resolves to the port. Throws StartError where that is not possible. */
export async function listen(http: Server, at: { port: number; host?: string }): Promise<number> {
  http.listen(at.port, at.host);
  await once(http, "listening").catch((error) => {
    throw new StartError(
      `The server cannot listen on port ${at.port}: ${error.message}`,
      error.code === "EADDRINUSE"
        ? "Stop the program that uses the port, or set PORT to another (0: any that is free)."
        : "Set PORT to one above 1023, and HOST to an address of this machine.",
    );
  });
  return (http.address() as AddressInfo).port;
}
