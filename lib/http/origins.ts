/** Browsers and their origins: whose pages may read answers, and whose may write with the cookie. */
import type { IncomingMessage } from "node:http";
import { tokenFrom } from "../auth/credentials.ts";
import { type AuthSettings, isOwnOrigin } from "../auth/settings.ts";
import { AppError } from "../contract/errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const FORM_TYPES = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * Throws `forbidden` for a write that another site's page makes in a person's name: with their
 * cookie, or by a form.
 */
export function refuseForeignWrite(req: Request, byCookie: boolean, auth: AuthSettings): void {
  if (SAFE_METHODS.has(req.method)) return;
  const isForm = FORM_TYPES.test(req.headers.get("content-type") ?? "");
  if ((byCookie || isForm) && !isFromHere(req, auth)) {
    throw new AppError("forbidden", "Another site may not write here in your name");
  }
}

/** Programs that are no browsers send neither header. */
function isFromHere({ headers, url }: Request, auth: AuthSettings): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin && auth.allowedOrigins.includes(origin)) return true;
  const isOwn = !origin || isOwnOrigin(auth, origin, new URL(url).host);
  if (isOwnSite(site)) return isOwn || !auth.publicUrl;
  return !site && isOwn;
}

/** By the header Sec-Fetch-Site: from a page of the same origin, or by a person's own doing. */
function isOwnSite(site: unknown): boolean {
  return site === "same-origin" || site === "none";
}

/**
 * Why a request for a socket is refused, if it is. A script element of another origin could read the
 * answer to a JSONP request, and sends the cookie but no Origin. The handshake checks that as well.
 */
export function socketRefusal(request: IncomingMessage, allowed: string[]): string | null {
  const { url = "", headers } = request;
  if (new URLSearchParams(url.split("?")[1]).has("j")) return "JSONP is not supported";
  const site = headers["sec-fetch-site"];
  const isForeign = site !== undefined && !isOwnSite(site) &&
    !allowed.includes(`${headers.origin}`);
  if (!isForeign || !tokenFrom(headers).byCookie) return null;
  return "Pages of other origins may not connect with the cookie; see ALLOWED_ORIGINS";
}

/** The origin of the app: the one that is set, or that of this call. */
export function ownOrigin(ctx: { url: URL; state: { auth: AuthSettings } }): string {
  return ctx.state.auth.publicUrl ?? ctx.url.origin;
}

/** The answer to a preflight, from whatever origin: without `shareWith` it allows nothing. */
export function preflightResponse(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers": "authorization, content-type, idempotency-key",
      "access-control-max-age": "600",
    },
  });
}

/** Lets the page that called read the response, if its origin is one of the allowed. */
export function shareWith(origin: string | null, allowed: string[], response: Response): Response {
  response.headers.append("vary", "origin");
  if (origin && allowed.includes(origin)) {
    response.headers.set("access-control-allow-origin", origin);
    response.headers.set("access-control-allow-credentials", "true");
    response.headers.set(
      "access-control-expose-headers",
      "link, retry-after, idempotency-replayed",
    );
  }
  return response;
}
