import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Week from "../../islands/meetings/Week.tsx";
import { defineSignedIn } from "../../lib/define.ts";
import { loadInbox } from "../../lib/meetings/inbox.ts";
import { listSchedules } from "../../lib/meetings/schedules.ts";
import { clockOf } from "../../lib/time/formats.ts";
import { isDate, todayIn, weekSpan, weekStart } from "../../lib/time/week.ts";

/** Where days are columns of hours: whatever is wider than the styles' `max-width: 50em`. */
const WIDE = "(min-width: 50.0625em)";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const { zone, locale } = clockOf(user);
    const madeAt = Date.now();
    const asked = ctx.url.searchParams.get("week") ?? "";
    const start = weekStart(isDate(asked) ? asked : todayIn(zone, madeAt).date, locale);
    ctx.state.inbox = await loadInbox(sql, user);
    const week = { ...weekSpan(start, zone), limit: 500, offset: 0 };
    return page({ start, madeAt, first: await listSchedules(sql, user, week) });
  },
});

export default defineSignedIn.page<typeof handlers>(function CalendarPage({ data, state }) {
  return (
    <>
      <Head>
        <title>Calendar · Liaison</title>
        <link rel="stylesheet" href={asset("/styles/calendar.css")} />
        <link rel="stylesheet" href={asset("/styles/calendar_grid.css")} media={WIDE} />
        <link rel="stylesheet" href={asset("/styles/calendar_sizes.css")} media={WIDE} />
      </Head>
      <Week {...data} viewerId={state.user.id} clock={clockOf(state.user)} />
    </>
  );
});
