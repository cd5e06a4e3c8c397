/** How a token travels: in a Bearer header, or in the cookie `session`. */
import type { SignIn } from "../contract/users.ts";
import type { AuthSettings } from "./settings.ts";

const COOKIE = "session";

/** Headers of the web, or of `node:http`. */
export type AnyHeaders = Headers | Record<string, string | string[] | undefined>;

/**
 * The token that a call carries. A Bearer header comes before the cookie, even with a bad token.
 * `byCookie`: a browser may have sent it by itself.
 */
export function tokenFrom(headers: AnyHeaders): { token: string | null; byCookie: boolean } {
  const authorization = /^bearer(?: +(.*))?$/i.exec(valueOf(headers, "authorization").trim());
  if (authorization) return { token: authorization[1] ?? "", byCookie: false };
  const token = cookieFrom(headers, COOKIE);
  return { token, byCookie: token !== null };
}

/**
 * The `Set-Cookie` value of a sign-in. The browser deletes the cookie when it is closed, or with
 * `maxAge` after so many seconds.
 */
export function sessionCookie(auth: AuthSettings, { token }: SignIn, maxAge?: number): string {
  return makeCookie(auth, COOKIE, token, maxAge);
}

/** The `Set-Cookie` value that deletes the token. */
export function clearedSessionCookie(auth: AuthSettings): string {
  return makeCookie(auth, COOKIE, "", 0);
}

/** A `Set-Cookie` value that no script can read; without `maxAge` until the browser is closed. */
export function makeCookie(
  { secureCookies }: AuthSettings,
  name: string,
  value: string,
  maxAge?: number,
): string {
  const parts = [
    `${name}=${value}`,
    "Path=/",
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    "HttpOnly",
    "SameSite=Lax",
    ...(secureCookies ? ["Secure"] : []),
  ];
  return parts.join("; ");
}

/** The value of a cookie that a call carries; null where it has none of this name. */
export function cookieFrom(headers: AnyHeaders, name: string): string | null {
  for (const pair of valueOf(headers, "cookie").split(";")) {
    const [key, ...value] = pair.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return null;
}

function valueOf(headers: AnyHeaders, header: string): string {
  const value = headers instanceof Headers ? headers.get(header) : headers[header];
  return String(value ?? "");
}
