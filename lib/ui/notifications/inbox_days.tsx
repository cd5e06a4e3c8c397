import type { Notification } from "../../contract/notifications.ts";
import { byDay } from "../../time/days.ts";
import { NotificationRow } from "./notification_row.tsx";
import { type Clock, hourText, timeText } from "../../time/formats.ts";

type InboxDaysProps = {
  rows: Notification[];
  clock: Clock;
  /** Milliseconds; says which day is today. */
  now: number;
  /** The path of the page that the rows stand on. */
  next: string;
  onMark: (row: Notification, isRead: boolean) => void;
};

/** Notifications under the day on which they came. */
export function InboxDays({ rows, clock, now, next, onMark }: InboxDaysProps) {
  return (
    <>
      {byDay(rows, clock, now).map(({ date, title, rows }) => (
        <section key={date} class="inbox-day" aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`}>{title}</h2>
          <ul class="card">
            {rows.map((row) => (
              <NotificationRow
                key={row.id}
                notification={row}
                anchor={`notification-${row.id}`}
                next={`${next}#notification-${row.id}`}
                onMark={(isRead) => onMark(row, isRead)}
              >
                <time dateTime={row.created_at} title={timeText(row.created_at, clock)}>
                  {hourText(row.created_at, clock)}
                </time>
              </NotificationRow>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
