/** Browsers and their origins: whose pages may read answers, and whose may write with the cookie. */
import { AppError } from "../contract/errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const FORM_TYPES = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * Throws `forbidden` for a write that another site's page makes in a person's name: with their
 * cookie, or by a form.
 */
export function refuseForeignWrite(req: Request, byCookie: boolean, allowed: string[]): void {
  if (SAFE_METHODS.has(req.method)) return;
  const isForm = FORM_TYPES.test(req.headers.get("content-type") ?? "");
  if ((byCookie || isForm) && !isFromHere(req, allowed)) {
    throw new AppError("forbidden", "Another site may not write here in your name");
  }
}

/** Programs that are no browsers send neither header. */
function isFromHere({ headers, url }: Request, allowed: string[]): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return true;
  const origin = headers.get("origin");
  if (origin && allowed.includes(origin)) return true;
  if (site) return false;
  return !origin || (URL.canParse(origin) && new URL(origin).host === new URL(url).host);
}

/** The origin of the app: the one that is set, or that of this call. */
export function ownOrigin(ctx: { url: URL; state: { publicUrl?: string } }): string {
  return ctx.state.publicUrl ?? ctx.url.origin;
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
