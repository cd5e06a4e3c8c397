/** Compresses text for clients that accept it. */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = /^(text\/|application\/(javascript|json|manifest\+json|problem\+json)|image\/svg)/;
const LEAST_BYTES = 1024;
const { BROTLI_PARAM_QUALITY: quality } = constants;
const [gzipText, brotliText] = [promisify(gzip), promisify(brotliCompress)];

/** `effort` from 0 to 11. */
const ENCODINGS = {
  br: (plain: Uint8Array, effort: number) => brotliText(plain, { params: { [quality]: effort } }),
  gzip: (plain: Uint8Array) => gzipText(plain),
};
type Encoding = keyof typeof ENCODINGS;

/** Compressed bodies of immutable files, by encoding and path. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();

/** A middleware. Immutable files are compressed once, with more effort. */
export async function compress(
  ctx: { req: Request; url: URL; next(): Promise<Response> },
): Promise<Response> {
  const response = await ctx.next();
  if (!TEXT.test(response.headers.get("content-type") ?? "")) return response;
  response.headers.append("vary", "accept-encoding");
  const isKept = response.headers.get("cache-control")?.includes("immutable") ?? false;
  const encoding = takenBy(ctx.req, isKept ? ["br", "gzip"] : ["gzip", "br"]);
  if (!encoding || !response.body || response.headers.has("content-encoding")) return response;
  const key = `${encoding} ${ctx.url.pathname}`;
  const found = isKept ? kept.get(key) : undefined;
  const plain = await response.bytes();
  if (plain.length < LEAST_BYTES) return new Response(plain, response);
  const body = found ?? new Uint8Array(await ENCODINGS[encoding](plain, isKept ? 10 : 4));
  if (isKept) kept.set(key, body);
  const headers = new Headers(response.headers);
  headers.set("content-encoding", encoding);
  headers.set("content-length", String(body.length));
  weaken(headers);
  return new Response(body, { status: response.status, headers });
}

/** The first of `preferred` that the request accepts. */
function takenBy(request: Request, preferred: Encoding[]): Encoding | undefined {
  if (request.method === "HEAD") return undefined;
  const accepted = request.headers.get("accept-encoding") ?? "";
  return preferred.find((encoding) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted)
  );
}

/** Two encodings of one thing must not share a strong validator. */
function weaken(headers: Headers): void {
  const etag = headers.get("etag");
  if (etag?.startsWith('"')) headers.set("etag", `W/${etag}`);
}
