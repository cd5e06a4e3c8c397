import { define } from "../../lib/define.ts";
import { createDocument } from "../../lib/http/openapi/document.ts";

let document: Record<string, unknown> | undefined;

export const handlers = define.handlers({
  GET: (ctx) => ctx.json(document ??= createDocument()),
});
