/** The next meetings of whoever is signed in, as they come, move and go. */
import "./Bell.tsx";
import { useEffect, useRef } from "preact/hooks";
import { Glide } from "../lib/client/glide.tsx";
import { useRows } from "../lib/client/hooks.ts";
import { fetchSchedules, schedules, watchSchedules } from "../lib/client/schedules.ts";
import { useTime } from "../lib/client/time.ts";
import type { Schedule } from "../lib/contract/meetings.ts";
import { SOON } from "../lib/ui/countdown.ts";
import { CalendarIcon } from "../lib/ui/icons.tsx";
import type { Clock } from "../lib/ui/time.ts";
import { UpcomingCard } from "../lib/ui/upcoming_card.tsx";

interface UpcomingMeetingsProps {
  /** The soonest that the page came with, up to twenty. */
  first: Schedule[];
  /** When the page was made, in milliseconds. */
  madeAt: number;
  viewerId: number;
  clock: Clock;
}

const SHOWN = 10;
const LOADED = 20;
/** How long before a countdown starts to show seconds (milliseconds) they begin to count. */
const LEAD = 15_000;

/** The section; it stays as high as it is, whatever arrives. */
export default function UpcomingMeetings(
  { first, madeAt, viewerId, clock }: UpcomingMeetingsProps,
) {
  const rows = useRows(schedules, first).filter(({ status }) => status === "scheduled");
  const now = useTime(madeAt, (at) => rows.some((row) => isClose(row, at)));
  const upcoming = rows.filter((row) => Date.parse(row.end_datetime) > now).sort(soonestFirst);
  useSupply(upcoming.length, first.length);
  return (
    <section class="section upcoming-meetings" aria-labelledby="upcoming-heading">
      <div class="list-head">
        <h2 id="upcoming-heading">{`Upcoming Meetings (${countOf(upcoming)})`}</h2>
        <a class="button button-plain" href="/calendar">
          See all<span class="sr-only">&nbsp;in the calendar</span>
        </a>
      </div>
      <Glide>
        {upcoming.length === 0 ? <Nothing /> : (
          <ul class="upcoming-list">
            {upcoming.slice(0, SHOWN).map((schedule) => (
              <UpcomingCard key={schedule.id} {...{ schedule, viewerId, clock, now }} />
            ))}
          </ul>
        )}
      </Glide>
    </section>
  );
}

/** More than are shown may not all be known here. */
function countOf(upcoming: Schedule[]): string {
  return upcoming.length > SHOWN ? `${SHOWN}+` : `${upcoming.length}`;
}

function Nothing() {
  return (
    <div class="empty upcoming-none">
      <span class="empty-icon">
        <CalendarIcon />
      </span>
      <p class="empty-title">No upcoming meetings</p>
      <p class="quiet">Meetings appear here once they have a time.</p>
    </div>
  );
}

/** Loads more when meetings go, unless the server has no more than are known here. */
function useSupply(count: number, loaded: number): void {
  const hasMore = useRef(loaded === LOADED);
  useEffect(() => watchSchedules(soonest()), []);
  useEffect(() => {
    if (count > SHOWN || !hasMore.current) return;
    hasMore.current = false;
    fetchSchedules(soonest()).then(
      (found) => hasMore.current = found === LOADED,
      () => hasMore.current = true,
    );
  }, [count]);
}

function soonest() {
  return { from: new Date().toISOString(), status: "scheduled" as const, limit: LOADED };
}

function isClose({ start_datetime }: Schedule, now: number): boolean {
  const left = Date.parse(start_datetime) - now;
  return left > 0 && left <= SOON + LEAD;
}

function soonestFirst(a: Schedule, b: Schedule): number {
  return Date.parse(a.start_datetime) - Date.parse(b.start_datetime) || a.id - b.id;
}
