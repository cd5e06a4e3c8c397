/** Calendars over HTTP. */
import { createHash } from "node:crypto";
import type { AuthSettings } from "../auth/settings.ts";
import { ownOrigin } from "./origins.ts";

type Context = { url: URL; state: { auth: AuthSettings } };

/** What the addresses of calendar feeds are made from: the secret and the origin of this server. */
export function calendarServer(ctx: Context): { secret: Uint8Array; origin: string } {
  return { secret: ctx.state.auth.secret, origin: ownOrigin(ctx) };
}

/** A calendar as a file of that name. */
export function calendarFile(text: string, name: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}

/** The answer to an app that polls a calendar: 304 if it has the present text. */
export function calendarFeed(text: string, req: Request): Response {
  const tag = createHash("sha256").update(text).digest("base64url").slice(0, 27);
  const headers = new Headers({
    "cache-control": "private, no-cache",
    etag: `"${tag}"`,
    "x-robots-tag": "noindex",
  });
  if (matchesTag(req.headers.get("if-none-match"), tag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", "text/calendar; charset=utf-8");
  headers.set("content-disposition", 'inline; filename="liaison.ics"');
  return new Response(text, { headers });
}

/** Whether an If-None-Match has the tag, weak or strong: compression makes a strong one weak. */
function matchesTag(condition: string | null, tag: string): boolean {
  return (condition ?? "").split(",").some((one) => {
    const known = one.trim();
    return known === "*" || known.replace(/^W\//, "") === `"${tag}"`;
  });
}
