import type { Log } from "../log.ts";

/** What signing in depends on. */
export type AuthSettings = {
  /** Signs tokens; 32 bytes or more. */
  secret: Uint8Array;
  /** The origin that people use, without a slash at the end; unset means whatever a request names. */
  publicUrl?: string;
  /** Whether the cookie is for https alone. */
  secureCookies: boolean;
  /** Other origins whose pages may call and write, as a browser sends them. */
  allowedOrigins: string[];
  /** Whether there are demo accounts, whose admin needs no second factor. */
  demo?: boolean;
  /** Gets the lines of the security log. */
  log: Log;
  /** The most registrations in an hour: from one address, and in total. */
  registrations: { perAddress: number; inTotal: number };
};

/**
 * Whether a page of `origin` is one of this server's. Where `publicUrl` is set, it alone says so, else
 * the host that the request names: a proxy may have taken https off.
 */
export function isOwnOrigin({ publicUrl }: AuthSettings, origin: string, host = ""): boolean {
  if (publicUrl) return origin === publicUrl;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Where a call came from. */
export type Remote = {
  address: string;
  userAgent: string | null;
  /** The marks of the device, which say in whose accounts it has signed in before. */
  marks?: string[];
};
