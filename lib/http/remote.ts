/** Where calls come from. */
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
  const hops = [...(forwarded?.split(",").map((hop) => hop.trim()) ?? []), socket];
  const address = hops.at(-1 - proxies) ?? socket;
  return isIP(address) ? address : socket;
}

/** The address by which limits count: an IPv4 address, or the network (first half) of an IPv6 one. */
export function addressOf({ remoteAddr }: Deno.ServeHandlerInfo): string {
  const address = "hostname" in remoteAddr ? remoteAddr.hostname.replace(/^::ffff:/i, "") : "";
  return address.includes(":") ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head, tail] = address.split("%")[0].split("::").map((part) => part ? part.split(":") : []);
  if (!tail) return head.slice(0, 4).join(":");
  const zeros = Array(Math.max(0, 8 - head.length - tail.length)).fill("0");
  return [...head, ...zeros, ...tail].slice(0, 4).join(":");
}
