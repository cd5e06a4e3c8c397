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
  const token = cookieFrom(valueOf(headers, "cookie"));
  return { token, byCookie: token !== null };
}

/** The `Set-Cookie` value of a sign-in. */
export function sessionCookie(auth: AuthSettings, { token, expires_at }: SignIn): string {
  const seconds = Math.max(0, Math.round((Date.parse(expires_at) - Date.now()) / 1000));
  return cookie(auth, token, seconds);
}

/** The `Set-Cookie` value that deletes the token. */
export function clearedSessionCookie(auth: AuthSettings): string {
  return cookie(auth, "", 0);
}

function cookie(auth: AuthSettings, value: string, maxAge: number): string {
  const parts = [`${COOKIE}=${value}`, "Path=/", `Max-Age=${maxAge}`, "HttpOnly", "SameSite=Lax"];
  return [...parts, ...(auth.secureCookies ? ["Secure"] : [])].join("; ");
}

function cookieFrom(header: string): string | null {
  for (const pair of header.split(";")) {
    const [key, ...value] = pair.split("=");
    if (key.trim() === COOKIE) return value.join("=").trim();
  }
  return null;
}

function valueOf(headers: AnyHeaders, header: string): string {
  const value = headers instanceof Headers ? headers.get(header) : headers[header];
  return String(value ?? "");
}
