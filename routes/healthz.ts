import { define } from "../lib/define.ts";

/** Alive: says nothing about the database. */
export const handler = define.handlers({
  GET: (ctx) => ctx.json({ status: "ok" }, { headers: { "cache-control": "no-store" } }),
});
