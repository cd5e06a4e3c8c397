import { readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import type { StaticFile } from "./snapshot.ts";

const TYPES = new Map(
  `avif=image/avif css=text/css gif=image/gif html=text/html ico=image/x-icon jpg=image/jpeg
  jpeg=image/jpeg js=text/javascript json=application/json mjs=text/javascript md=text/markdown
  mp3=audio/mpeg mp4=video/mp4 pdf=application/pdf png=image/png svg=image/svg+xml txt=text/plain
  wasm=application/wasm webmanifest=application/manifest+json webp=image/webp woff=font/woff
  woff2=font/woff2 xml=application/xml`
    .split(/\s+/).map((pair) => pair.split("=") as [string, string]),
);

/** A file to serve at `path`, with the type that the path's extension stands for. */
export async function servedFile(
  path: string,
  body: Uint8Array<ArrayBuffer>,
  immutable: boolean,
): Promise<StaticFile> {
  const type = TYPES.get(extname(path).slice(1).toLowerCase()) ?? "application/octet-stream";
  const charset = type.startsWith("text/") ? "; charset=utf-8" : "";
  return { body, type: type + charset, etag: `"${await digest(body)}"`, immutable };
}

/** The files below `dir`, relative to it. No dotfiles, no links; none at all if it is missing. */
export async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const paths = entries.filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
  return paths.filter((path) => !/(^|\/)\./.test(path)).sort();
}

/** A short hash of `content`, the same wherever it is computed. */
export async function digest(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex().slice(0, 20);
}
