/** Where calls come from, and where to: behind proxies both stand in headers. */
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { marksFrom } from "../auth/devices.ts";
import type { Remote } from "../auth/settings.ts";

/** The caller's address, program and device, as sign-ins need them. */
export function remoteOf(req: Request, info: Deno.ServeHandlerInfo): Remote {
  return {
    address: addressOf(info),
    userAgent: req.headers.get("user-agent"),
    marks: marksFrom(req.headers),
  };
}

/**
 * The caller's address behind `proxies` of one's own: each of them adds the address that it was
 * called from to the end of X-Forwarded-For (`forwarded`); what comes before them may be forged.
 */
export function addressBehind(socket: string, forwarded: string | null, proxies: number): string {
  const hops = [...listOf(forwarded), socket];
  const address = hops.at(-1 - proxies) ?? socket;
  return isIP(address) ? address : socket;
}

/** The address by which limits count: an IPv4 address, or the network (first half) of an IPv6 one. */
export function addressOf({ remoteAddr }: Deno.ServeHandlerInfo): string {
  return countedAddress("hostname" in remoteAddr ? remoteAddr.hostname : "");
}

/** As `addressOf`, for a request of `node:http`. */
export function addressOfIncoming({ socket, headers }: IncomingMessage, proxies: number): string {
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join();
  return countedAddress(addressBehind(socket.remoteAddress ?? "", forwarded, proxies));
}

/** Whether the caller is a program on this machine, without a proxy between. */
export function isLocal({ headers }: Request, { remoteAddr }: Deno.ServeHandlerInfo): boolean {
  const address = "hostname" in remoteAddr ? remoteAddr.hostname.replace(/^::ffff:/i, "") : "";
  const isForwarded = ["forwarded", "x-forwarded-for", "via"].some((name) => headers.has(name));
  return !isForwarded && (address === "::1" || /^127\./.test(address));
}

/**
 * The address that the caller used. The outermost of `proxies` of one's own may say in
 * X-Forwarded-Proto and X-Forwarded-Host what it was; from anybody else these mean nothing.
 */
export function addressUsed(url: URL, headers: Headers, proxies: number): URL {
  if (proxies === 0) return url;
  const scheme = outermost(headers.get("x-forwarded-proto"), proxies) ?? url.protocol.slice(0, -1);
  const host = outermost(headers.get("x-forwarded-host"), proxies) ?? url.host;
  const used = `${scheme.toLowerCase()}://${host}`;
  if (!/^https?:\/\/[^/?#@\\]+$/.test(used) || !URL.canParse(used)) return url;
  return new URL(url.pathname + url.search, used);
}

/** As `addressUsed`, for the host alone and headers of `node:http`. */
export function hostUsed(
  headers: Record<string, string | undefined>,
  proxies: number,
): string | undefined {
  const said = proxies > 0 ? outermost(headers["x-forwarded-host"] ?? null, proxies) : undefined;
  return said ?? headers.host;
}

/** What the outermost of `proxies` wrote; proxies that replace the header leave one value. */
function outermost(header: string | null, proxies: number): string | undefined {
  const values = listOf(header);
  return values.at(-proxies) ?? values[0];
}

function listOf(header: string | null): string[] {
  return header ? header.split(",").map((value) => value.trim()) : [];
}

function countedAddress(address: string): string {
  const plain = address.replace(/^::ffff:/i, "");
  return plain.includes(":") ? networkOf(plain) : plain;
}

function networkOf(address: string): string {
  const [head, tail] = address.split("%")[0].split("::").map((part) => part ? part.split(":") : []);
  if (!tail) return head.slice(0, 4).join(":");
  const zeros = Array(Math.max(0, 8 - head.length - tail.length)).fill("0");
  return [...head, ...zeros, ...tail].slice(0, 4).join(":");
}
