import { AppError } from "../lib/contract/errors.ts";
import { define } from "../lib/define.ts";
import { requireReady } from "../lib/http/health.ts";
import { problemResponse } from "../lib/http/problems.ts";

/**
 * Ready: the database answers and the hub reads what is committed; `lag_ms` since its last poll.
 */
export const handlers = define.handlers({
  async GET(ctx) {
    try {
      const health = ctx.state.health();
      await requireReady(ctx.state.sql, health);
      const { hub, connections } = health;
      const { mode, notifier, lagMs } = hub;
      const body = {
        status: "ok",
        hub: { mode, notifier, lag_ms: Math.round(lagMs) },
        connections,
      };
      return ctx.json(body, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      if (error instanceof AppError) return problemResponse(error);
      throw error;
    }
  },
});
