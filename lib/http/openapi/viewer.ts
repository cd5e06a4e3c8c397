/** The files of Swagger UI, which shows the OpenAPI document: served from its package. */
import { readFile } from "node:fs/promises";
import viewer from "swagger-ui-dist/package.json" with { type: "json" };

type Name = "swagger-ui.css" | "swagger-ui-bundle.js";

const TYPES: Record<Name, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

/** The permanent address of a file of the present version. */
export function viewerUrl(name: Name): string {
  return `/docs/${viewer.version}/${name}`;
}

/** The file, to be kept for a year; null if it is none of the present version's. */
export async function viewerFile(version: string, name: string): Promise<Response | null> {
  if (version !== viewer.version || !Object.hasOwn(TYPES, name)) return null;
  const path = new URL(import.meta.resolve(`swagger-ui-dist/${name}`));
  return new Response(await readFile(path), {
    headers: {
      "content-type": TYPES[name as Name],
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
