import { INTERNAL } from "./context.ts";
import { decode } from "./router.ts";
import { VERSION } from "./shared.ts";
import type { MiddlewareFn } from "./types.ts";

/** Serves `static/` and the scripts of islands, as the build read them: nothing else is reachable. */
export function staticFiles<State>(): MiddlewareFn<State> {
  return (ctx) => {
    const { files, buildId } = ctx[INTERNAL].snapshot;
    const file = files.get(decode(ctx.url.pathname) ?? "");
    if (!file) return ctx.next();
    if (ctx.req.method !== "GET" && ctx.req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    const lasting = file.immutable || ctx.url.searchParams.get(VERSION) === buildId;
    const headers = {
      "content-type": file.type,
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
      etag: file.etag,
    };
    const known = matches(ctx.req.headers.get("if-none-match") ?? "", file.etag);
    return new Response(known ? null : file.body, { status: known ? 304 : 200, headers });
  };
}

function matches(header: string, etag: string): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
