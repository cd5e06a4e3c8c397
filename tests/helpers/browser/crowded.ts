/** Every page, and data that make them as full and as wide as they get. */
import { PATIENT, RESEARCHER, type Stage } from "./stage.ts";

/** Before the sign-in. */
export const PUBLIC = ["/", "/login", "/register", "/nothing-here"];
/** Behind it, by whose they are. */
export const PAGES = {
  [PATIENT]: [
    "/dashboard/patient",
    "/experts",
    "/experts?search=nobody",
    "/experts/2/request",
    "/requests/1",
    "/requests/2",
    "/calendar",
    "/meetings/1",
    "/meetings/2",
    "/notifications",
    "/settings",
    "/nothing-here",
  ],
  [RESEARCHER]: [
    "/dashboard/researcher",
    "/requests/1",
    "/requests/1?panel=accept",
    "/calendar",
    "/meetings/1",
    "/meetings/new",
    "/meetings/new?with=1",
    "/notifications",
    "/settings",
  ],
};
/** Requests and meetings in every state and notifications, with words of every length. */
export async function fill({ liaison: { db: { sql } } }: Stage): Promise<void> {
  await sql`
    insert into meeting_requests (requester_id, expert_id, message, status, preferred_datetime)
    select p.id, r.id, m, s, now() + interval '1 day'
    from users p, users r, unnest(array[repeat('x', 20000), E'Two\nlines']) m,
      unnest(array['pending', 'accepted', 'rejected', 'cancelled']) s
    where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
  await sql`
    insert into meeting_notifications (
      user_id, mentor_id, notification_type, title, message, meeting_link
    )
    select p.id, r.id, 'meeting_reminder', repeat('y', 255), repeat('z', 20000),
      'https://meet.example.org/room'
    from users p, users r where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
  await sql`
    insert into schedules (
      user_id, mentor_id, start_datetime, end_datetime, status, is_trial, link, title
    )
    select p.id, r.id, now() + make_interval(hours => h), now() + make_interval(hours => h + 1),
      s, trial, 'https://meet.example.org/' || repeat('w', 400), repeat('v', 255)
    from users p, users r, (values
      (2, 'scheduled', true), (4, 'cancelled', false), (20, 'scheduled', false), (-5, 'completed', false)
    ) m (h, s, trial)
    where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
}
