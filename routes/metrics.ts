import { define } from "../lib/define.ts";
import { metricsText, requireMonitor } from "../lib/http/metrics.ts";

export const handlers = define.handlers({
  GET(ctx) {
    requireMonitor(ctx.req, ctx.info, ctx.state.metricsToken);
    return ctx.text(metricsText(ctx.state.health()), {
      headers: {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
        "cache-control": "no-store",
      },
    });
  },
});
