/** The next meetings of whoever is signed in, as they come, move and go. */
import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useRef, useState } from "preact/hooks";
import { Glide } from "../../lib/browser/lists/glide.tsx";
import { useNow, useRows } from "../../lib/browser/hooks/hooks.ts";
import { schedules } from "../../lib/browser/store/schedules.ts";
import {
  loadUpcoming,
  seedUpcoming,
  soonestFirst,
  upcomingEnd,
} from "../../lib/browser/store/upcoming.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { SOON } from "../../lib/time/countdown.ts";
import { CalendarIcon } from "../../lib/ui/components/icons.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { UpcomingCard } from "../../lib/ui/meetings/upcoming_card.tsx";

interface UpcomingMeetingsProps {
  /** The soonest that the page came with, up to twenty. */
  first: Schedule[];
  /** When the page was made, in milliseconds. */
  madeAt: number;
  viewerId: number;
  clock: Clock;
}

const SHOWN = 10;
/** How often at most it is tried to load more (milliseconds). */
const PAUSE = 10_000;
/** How long before a countdown starts to show seconds (milliseconds) they begin to count. */
const LEAD = 15_000;

/** The section; it stays as high as it is, whatever arrives. */
export default function UpcomingMeetings(
  { first, madeAt, viewerId, clock }: UpcomingMeetingsProps,
) {
  const rows = useNext(first);
  const pauseAt = (at = madeAt) => rows.some((row) => isClose(row, at)) ? 1_000 : 10_000;
  const now = useNow(pauseAt) ?? madeAt;
  const upcoming = rows.filter((row) => Date.parse(row.end_datetime) > now).sort(soonestFirst);
  useSupply(upcoming.length, now);
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

/** The scheduled meetings, as far ahead as they are known without a gap. */
function useNext(first: Schedule[]): Schedule[] {
  useState(() => IS_BROWSER && seedUpcoming(first));
  const rows = useRows(schedules, first).filter(({ status }) => status === "scheduled");
  const end = IS_BROWSER && upcomingEnd.value;
  return end ? rows.filter((row) => soonestFirst(row, end) <= 0) : rows;
}

/** Loads more when meetings go, unless the server has no more than are known here. */
function useSupply(count: number, now: number): void {
  const isLoading = useRef(false);
  const end = upcomingEnd.value;
  useEffect(() => {
    if (count > SHOWN || !end || isLoading.current) return;
    isLoading.current = true;
    loadUpcoming().catch(() => {}).finally(() => isLoading.current = false);
  }, [count, end?.id, Math.floor(now / PAUSE)]);
}

function isClose({ start_datetime }: Schedule, now: number): boolean {
  const left = Date.parse(start_datetime) - now;
  return left > 0 && left <= SOON + LEAD;
}
