/** The calendar: a week of meetings, live. Other weeks are loaded without a new page. */
import { follow, useQuery } from "../../lib/browser/hooks/address.ts";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { useFill, useWindow } from "../../lib/browser/hooks/use_store.ts";
import { createSpan } from "../../lib/browser/store/schedules.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { NextIcon, PreviousIcon } from "../../lib/ui/components/icons.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { WeekGrid } from "../../lib/ui/meetings/week_grid.tsx";
import {
  addDays,
  daysOf,
  isDate,
  todayIn,
  weekSpan,
  weekStartLike,
  weekText,
} from "../../lib/time/week.ts";
import { counted } from "../../lib/ui/components/words.ts";
import { pathWith, queryOf } from "../../lib/ui/paths.ts";

type WeekProps = {
  /** The meetings of the week that the page was made for. */
  first: Page<Schedule>;
  /** The first day of that week. */
  start: string;
  viewerId: number;
  clock: Clock;
  /** When the page was rendered, in milliseconds. */
  madeAt: number;
};

/** How many meetings one call gives. */
const MOST = 500;
const PATH = "/calendar";
const PRESET = { week: "" };

/** The heading, links to other weeks, and the days. */
export default function Week({ first, start, viewerId, clock, madeAt }: WeekProps) {
  const now = useNow() ?? madeAt;
  const today = weekStartLike(start, todayIn(clock.zone, now).date);
  const [{ week: asked }, go] = useQuery(
    { week: start },
    (params) => queryOf(params, PRESET),
    (query) => pathWith(PATH, query),
  );
  const week = isDate(asked) ? weekStartLike(start, asked) : today;
  const { list, rows, hasMore } = useWindow(
    () => createSpan(weekSpan(week, clock.zone)),
    first,
    week,
  );
  const busy = useFill(list, Infinity, MOST);
  const days = daysOf(rows, week, clock.zone);
  return (
    <section aria-labelledby="week-heading" aria-busy={busy ? "true" : undefined}>
      <div class="row row-apart page-head week-head">
        <div>
          <h1 id="week-heading">
            <span class="sr-only">Calendar,</span>{" "}
            <span lang={clock.locale}>{weekText(week, clock.locale)}</span>
          </h1>
          <p class="quiet" aria-live="polite">
            {hasMore ? "Loading…" : counted(countOf(days), "meeting")}
          </p>
        </div>
        <Ways week={week} today={today} show={(wanted) => go({ week: wanted })} />
        <a class="button button-primary" href="/meetings/new">New meeting</a>
      </div>
      <WeekGrid days={days} viewerId={viewerId} clock={clock} now={now} />
    </section>
  );
}

function countOf(days: ReturnType<typeof daysOf>): number {
  const planned = days.flatMap(({ pieces }) => pieces)
    .filter(({ schedule }) => schedule.status !== "cancelled");
  return new Set(planned.map(({ schedule }) => schedule.id)).size;
}

type WaysProps = {
  week: string;
  today: string;
  show: (week: string) => void;
};

/** Links to other weeks, which also work without a script and in a new tab. */
function Ways({ week, today, show }: WaysProps) {
  const to = (wanted: string) => ({
    href: pathWith(PATH, { week: wanted }),
    onClick: (event: MouseEvent) => follow(event, () => show(wanted)),
  });
  return (
    <nav class="line week-nav" aria-label="Weeks">
      <a class="icon-button" aria-label="Previous week" {...to(addDays(week, -7))}>
        <PreviousIcon />
      </a>
      <a class="button" aria-current={week === today ? "date" : undefined} {...to(today)}>Today</a>
      <a class="icon-button" aria-label="Next week" {...to(addDays(week, 7))}>
        <NextIcon />
      </a>
    </nav>
  );
}
