import { define } from "../lib/define.ts";

/** Whether the process runs; the database is not asked. */
export const handlers = define.handlers({
  GET: (ctx) => ctx.json({ status: "ok" }, { headers: { "cache-control": "no-store" } }),
});
