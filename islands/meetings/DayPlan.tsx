/** The meetings that somebody already has on the day that they choose. */
import { quietly, useFill, useWindow } from "../../lib/browser/hooks/use_store.ts";
import { createSpan, type Span } from "../../lib/browser/store/schedules.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { minutesOf, startOf } from "../../lib/forms/meeting_time.ts";
import { otherOf } from "../../lib/ui/meetings/meeting_words.ts";
import type { FormValues } from "../../lib/forms/form_state.ts";
import { type Clock, dayText, hoursText } from "../../lib/time/formats.ts";
import { addDays, dayStart, isDate } from "../../lib/time/week.ts";

type DayPlanProps = {
  /** The values of the form: `date`, `time`, `duration_minutes`, `kind`. */
  values: FormValues;
  /** The id of the meeting that is being rescheduled. */
  except?: number;
  viewerId: number;
  clock: Clock;
};

/** How many meetings one call gives. */
const MOST = 500;

/** Their meetings of that day; those that overlap with the chosen time are marked. */
export default function DayPlan(props: DayPlanProps) {
  const { date = "" } = props.values;
  if (!isDate(date)) return <div class="day-plan needs-script" />;
  return <Plan {...props} day={dayOf(date, props.clock.zone)} />;
}

function Plan({ values, except, viewerId, clock, day }: DayPlanProps & { day: Span }) {
  const { list, rows, hasMore } = useWindow(() => createSpan(day), undefined, day.from);
  useFill(list, Infinity, MOST, quietly);
  if (hasMore) return <div class="day-plan needs-script" />;
  const others = rows.filter(({ id }) => id !== except);
  const wanted = wantedSpan(values, clock.zone);
  const isBusy = ({ start_datetime, end_datetime }: Schedule) =>
    wanted !== null && overlaps({ start_datetime, end_datetime }, ...wanted);
  return (
    <div class="day-plan needs-script" aria-live="polite">
      <p class="quiet">{headText(others.length, day.from, clock)}</p>
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

function headText(count: number, day: string, clock: Clock): string {
  const name = dayText(day, clock);
  return count === 0 ? `You have nothing else on ${name}.` : `Your other meetings on ${name}:`;
}

function dayOf(date: string, zone: string): Span {
  const [from, to] = [date, addDays(date, 1)].map((each) =>
    new Date(dayStart(each, zone)).toISOString()
  );
  return { from, to, status: "scheduled" };
}

function wantedSpan(values: FormValues, zone: string): [from: string, to: string] | null {
  const start = startOf(values, zone);
  if (!start) return null;
  return [start, new Date(Date.parse(start) + minutesOf(values) * 60_000).toISOString()];
}

type Times = Pick<Schedule, "start_datetime" | "end_datetime">;

function overlaps({ start_datetime, end_datetime }: Times, from: string, to: string): boolean {
  return start_datetime < to && end_datetime > from;
}
