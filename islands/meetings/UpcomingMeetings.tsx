/** The next meetings of the signed-in person, live. */
import { useEffect } from "preact/hooks";
import { AnimatedLayout } from "../../lib/browser/lists/animated_layout.tsx";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { useWindow } from "../../lib/browser/hooks/use_store.ts";
import { createSpan } from "../../lib/browser/store/schedules.ts";
import type { Window } from "../../lib/browser/store/window.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { SOON } from "../../lib/time/countdown.ts";
import { CalendarIcon } from "../../lib/ui/components/icons.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { UpcomingCard } from "../../lib/ui/meetings/upcoming_card.tsx";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";

type UpcomingMeetingsProps = {
  /** Soonest first. */
  first: Page<Schedule>;
  /** When the page was rendered, in milliseconds. */
  madeAt: number;
  viewerId: number;
  clock: Clock;
};

const SHOWN = 10;
/** How many are loaded at once. */
const LOADED = 20;
/** The least time between two attempts to load more (milliseconds). */
const PAUSE = 10_000;
/** How long before a countdown shows seconds (milliseconds) the time is renewed every second. */
const LEAD = 15_000;

/** The section. Its height does not change when meetings arrive. */
export default function UpcomingMeetings(
  { first, madeAt, viewerId, clock }: UpcomingMeetingsProps,
) {
  const { list, rows } = useWindow(
    () => createSpan({ from: new Date(madeAt).toISOString(), status: "scheduled" }),
    first,
  );
  const pauseAt = (at = madeAt) => rows.some((row) => isClose(row, at)) ? 1_000 : 10_000;
  const now = useNow(pauseAt) ?? madeAt;
  const upcoming = rows.filter((row) => Date.parse(row.end_datetime) > now);
  useSupply(list, upcoming.length, now);
  return (
    <section class="page-section upcoming" aria-labelledby="upcoming-heading">
      <div class="row row-apart section-head">
        <h2 id="upcoming-heading">{`Upcoming Meetings (${countOf(upcoming)})`}</h2>
        <a class="button button-plain" href="/calendar">
          See all<span class="sr-only">&nbsp;in the calendar</span>
        </a>
      </div>
      <AnimatedLayout>
        {upcoming.length === 0 ? <Nothing /> : (
          <ul class="upcoming-list">
            {upcoming.slice(0, SHOWN).map((schedule) => (
              <UpcomingCard key={schedule.id} {...{ schedule, viewerId, clock, now }} />
            ))}
          </ul>
        )}
      </AnimatedLayout>
    </section>
  );
}

/** `10+` where there are more than are shown: the page may not know all of them. */
function countOf(upcoming: Schedule[]): string {
  return upcoming.length > SHOWN ? `${SHOWN}+` : `${upcoming.length}`;
}

function Nothing() {
  return (
    <div class="upcoming-empty">
      <EmptyState icon={<CalendarIcon />} title="No upcoming meetings">
        <p class="quiet">Meetings appear here once they have a time.</p>
      </EmptyState>
    </div>
  );
}

/** Loads more when meetings go, if the server has more. */
function useSupply(list: Window<Schedule>, count: number, now: number): void {
  useEffect(() => {
    if (count <= SHOWN) list.load(LOADED).catch(() => {});
  }, [count, list.cursor.value, Math.floor(now / PAUSE)]);
}

function isClose({ start_datetime }: Schedule, now: number): boolean {
  const left = Date.parse(start_datetime) - now;
  return left > 0 && left <= SOON + LEAD;
}
