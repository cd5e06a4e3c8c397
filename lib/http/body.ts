/** Bodies: JSON objects of bounded size, with nothing in them that Postgres cannot store. */
import { Buffer } from "node:buffer";
import { AppError } from "../contract/errors.ts";

const MOST_BYTES = 1024 * 1024;
/** A larger body is read to its end before it is refused, so that the caller receives the answer. */
const MOST_DRAINED_BYTES = 64 * 1024 * 1024;

/**
 * The JSON object in a request's body. Throws `unsupported_media_type`, `payload_too_large` and
 * `invalid_input`.
 */
export async function readJson(req: Request): Promise<Record<string, unknown>> {
  if (mediaType(req) !== "application/json") {
    await readBytes(req);
    throw new AppError("unsupported_media_type", "Send JSON, as application/json");
  }
  return parseJson(decode(await readBytes(req)));
}

/** As `readJson`, for calls that mean something without a body: then it is an empty object. */
export async function readOptionalJson(req: Request): Promise<Record<string, unknown>> {
  const isEmpty = (await readBytes(req)).length === 0;
  return isEmpty ? {} : await readJson(req);
}

/** A request's form fields, the last one of each name. Throws as `readJson` does. */
export async function readForm(req: Request): Promise<Record<string, string>> {
  const bytes = await readBytes(req);
  if (mediaType(req) !== "application/x-www-form-urlencoded") {
    throw new AppError("unsupported_media_type", "Send a form, URL-encoded");
  }
  return Object.fromEntries(new URLSearchParams(decode(bytes)));
}

const bodies = new WeakMap<Request, Promise<Uint8Array>>();

/**
 * A request's body, read once and kept for later calls. Throws `payload_too_large` for more than a
 * mebibyte, and `invalid_input` for one that breaks off.
 */
export function readBytes(req: Request): Promise<Uint8Array> {
  const body = bodies.get(req) ?? receive(req);
  bodies.set(req, body);
  return body;
}

async function receive(req: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of req.body ?? []) {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (size > MOST_DRAINED_BYTES) break;
    }
  } catch {
    throw new AppError("invalid_input", "The body broke off");
  }
  if (size > MOST_BYTES) {
    throw new AppError("payload_too_large", `A body has ${MOST_BYTES} bytes at most`);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("invalid_input", "The body is not UTF-8");
  }
}

function parseJson(text: string): Record<string, unknown> {
  const value = tryParse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid_input", "The body must be a JSON object");
  }
  if (!isStorable(value)) {
    throw new AppError("invalid_input", "The body has NUL characters or broken Unicode in it");
  }
  return value as Record<string, unknown>;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not JSON");
  }
}

/** Whether every name and text in a parsed value, however deep, is fit for Postgres. */
function isStorable(root: unknown): boolean {
  const rest = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === "string") {
      if (value.includes("\0") || !value.isWellFormed()) return false;
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) rest.push(name, inner);
    }
  }
  return true;
}

function mediaType(req: Request): string {
  return (req.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
}
