/** What somebody has planned already on the day that they are choosing. */
import { useEffect, useState } from "preact/hooks";
import { useRows } from "../../lib/browser/hooks/hooks.ts";
import { loadSchedules, schedules } from "../../lib/browser/store/schedules.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { minutesOf, startOf } from "../../lib/forms/meeting_time.ts";
import { otherOf } from "../../lib/ui/meetings/meeting_words.ts";
import type { FormValues } from "../../lib/forms/form_state.ts";
import { type Clock, dayText, hoursText } from "../../lib/time/formats.ts";
import { addDays, dayStart, isDate } from "../../lib/time/week.ts";

interface DayPlanProps {
  /** What the form says: `date`, `time`, `duration_minutes`, `kind`. */
  values: FormValues;
  /** The meeting that is being moved. */
  except?: number;
  viewerId: number;
  clock: Clock;
}

/** Their meetings of that day, and which of them are in the way. */
export default function DayPlan({ values, except, viewerId, clock }: DayPlanProps) {
  const rows = useRows(schedules, []);
  const { date = "" } = values;
  const day = isDate(date) ? dayOf(date, clock.zone) : null;
  const loaded = useLoaded(day);
  if (!day || loaded !== day.from) return <div class="day-plan needs-script" />;
  const others = rows.filter((row) =>
    row.id !== except && row.status === "scheduled" && overlaps(row, day.from, day.to)
  ).sort((a, b) => a.start_datetime < b.start_datetime ? -1 : 1);
  const wanted = wantedSpan(values, clock.zone);
  const isBusy = ({ start_datetime, end_datetime }: Schedule) =>
    wanted !== null && overlaps({ start_datetime, end_datetime }, ...wanted);
  return (
    <div class="day-plan needs-script" aria-live="polite">
      <p class="hint">{headText(others.length, day.from, clock)}</p>
      <ul>
        {others.map((row) => (
          <li key={row.id} class={isBusy(row) ? "day-plan-busy" : undefined}>
            <span>{hoursText(row.start_datetime, row.end_datetime, clock)}</span>
            <bdi>{otherOf(row, viewerId).full_name}</bdi>
            {isBusy(row) && <strong>overlaps</strong>}
          </li>
        ))}
      </ul>
    </div>
  );
}

type DayBounds = { from: string; to: string };

/** Loads the meetings of a day; the beginning of the last one whose meetings are known. */
function useLoaded(day: DayBounds | null): string | null {
  const [loaded, setLoaded] = useState<string | null>(null);
  useEffect(() => {
    if (!day) return;
    let isCurrent = true;
    // Without an answer there is nothing to say about the day.
    loadSchedules(day).then(() => isCurrent && setLoaded(day.from), () => {});
    return () => {
      isCurrent = false;
    };
  }, [day?.from]);
  return loaded;
}

function headText(count: number, day: string, clock: Clock): string {
  const name = dayText(day, clock);
  return count === 0 ? `You have nothing else on ${name}.` : `You also meet on ${name}:`;
}

function dayOf(date: string, zone: string): DayBounds {
  const [from, to] = [date, addDays(date, 1)].map((each) => dayStart(each, zone));
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function wantedSpan(values: FormValues, zone: string): [from: string, to: string] | null {
  const start = startOf(values, zone);
  if (!start) return null;
  return [start, new Date(Date.parse(start) + minutesOf(values) * 60_000).toISOString()];
}

type Span = Pick<Schedule, "start_datetime" | "end_datetime">;

function overlaps({ start_datetime, end_datetime }: Span, from: string, to: string): boolean {
  return start_datetime < to && end_datetime > from;
}
