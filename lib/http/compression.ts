/** Sends text compressed to whoever takes it so. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const TEXT = /^(text\/|application\/(javascript|json|manifest\+json|problem\+json)|image\/svg)/;
const LEAST_BYTES = 1024;
const squeeze = promisify(gzip);

/** Compressed bodies of what never changes, by path: only the present version is immutable. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

/** A middleware; what is immutable is compressed once. */
export async function compress(
  ctx: { req: Request; url: URL; next(): Promise<Response> },
): Promise<Response> {
  const response = await ctx.next();
  if (!TEXT.test(response.headers.get("content-type") ?? "")) return response;
  response.headers.append("vary", "accept-encoding");
  if (!takesGzip(ctx.req) || !response.body || response.headers.has("content-encoding")) {
    return response;
  }
  const isKept = response.headers.get("cache-control")?.includes("immutable") ?? false;
  const found = isKept ? kept.get(ctx.url.pathname) : undefined;
  const plain = await response.bytes();
  if (plain.length < LEAST_BYTES) return new Response(plain, response);
  const body = found ?? new Uint8Array(await squeeze(plain));
  if (isKept) kept.set(ctx.url.pathname, body);
  const headers = new Headers(response.headers);
  headers.set("content-encoding", "gzip");
  headers.set("content-length", String(body.length));
  weaken(headers);
  return new Response(body, { status: response.status, headers });
}

function takesGzip(request: Request): boolean {
  if (request.method === "HEAD") return false;
  const accepted = request.headers.get("accept-encoding") ?? "";
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted);
}

/** Two encodings of one thing must not share a strong validator. */
function weaken(headers: Headers): void {
  const etag = headers.get("etag");
  if (etag?.startsWith('"')) headers.set("etag", `W/${etag}`);
}
