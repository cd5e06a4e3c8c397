import { Head } from "fresh/runtime";
import { weekSizes } from "../../lib/ui/meetings/week_sizes.ts";
import { page } from "fresh";
import Week from "../../islands/meetings/Week.tsx";
import { defineSignedIn } from "../../lib/define.ts";
import { noteShown } from "../../lib/http/audit.ts";
import { loadInbox } from "../../lib/meetings/inbox.ts";
import { listSchedules } from "../../lib/meetings/schedules.ts";
import { clockOf } from "../../lib/time/formats.ts";
import { isDate, todayIn, weekSpan, weekStart } from "../../lib/time/week.ts";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const { zone, locale } = clockOf(user);
    const madeAt = Date.now();
    const asked = ctx.url.searchParams.get("week") ?? "";
    const start = weekStart(isDate(asked) ? asked : todayIn(zone, madeAt).date, locale);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    const week = { ...weekSpan(start, zone), limit: 500, offset: 0 };
    const first = await listSchedules(sql, user, week);
    noteShown(ctx, first.rows);
    return page({ start, madeAt, first });
  },
});

export default defineSignedIn.page<typeof handlers>(function CalendarPage({ data, state }) {
  return (
    <>
      <DocumentHead title="Calendar" sheet="calendar" />
      <Head>
        <style>{weekSizes()}</style>
      </Head>
      <Week {...data} viewerId={state.user.id} clock={clockOf(state.user)} />
    </>
  );
});
