import { extname } from "node:path";
import { INTERNAL } from "./context.ts";
import { decode } from "./router.ts";
import { VERSION } from "./shared.ts";
import type { StaticFile } from "./snapshot.ts";
import type { MiddlewareFn } from "./types.ts";

const TYPES = new Map(
  `css=text/css gif=image/gif html=text/html ico=image/x-icon jpg=image/jpeg jpeg=image/jpeg
  js=text/javascript json=application/json pdf=application/pdf png=image/png svg=image/svg+xml
  txt=text/plain webmanifest=application/manifest+json webp=image/webp woff2=font/woff2`
    .split(/\s+/).map((pair) => pair.split("=") as [string, string]),
);
type Bytes = Uint8Array<ArrayBuffer>;

/** Serves `static/` and the scripts of islands as the build read them, and nothing else. */
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
    const known = ctx.req.headers.get("if-none-match") ?? "";
    const unchanged = known === "*" || known.includes(file.etag);
    return new Response(unchanged ? null : file.body, { status: unchanged ? 304 : 200, headers });
  };
}

/** A file to serve at `path`, with the type that the path's extension stands for. */
export async function served(path: string, body: Bytes, immutable = false): Promise<StaticFile> {
  const type = TYPES.get(extname(path).slice(1).toLowerCase()) ?? "application/octet-stream";
  const charset = type.startsWith("text/") ? "; charset=utf-8" : "";
  return { body, type: type + charset, etag: `"${await digest(body)}"`, immutable };
}

/** A short hash of `content`, the same wherever it is computed. */
export async function digest(content: Bytes): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex().slice(0, 20);
}
