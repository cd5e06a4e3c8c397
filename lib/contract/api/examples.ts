/** Rows for examples. A test checks each of them with its schema. */
import type { Request, Schedule } from "../meetings.ts";
import type { Notification } from "../notifications.ts";
import type { Expert, Person, SignIn, User } from "../users.ts";

export const patient: Person = { id: 123, full_name: "Emma Wilson", role: "patient" };
export const researcher: Person = { id: 456, full_name: "John Doe", role: "researcher" };

export const user: User = {
  ...patient,
  email: "emma@example.org",
  time_zone: "Europe/London",
  locale: "en-GB",
  approved: true,
};

export const expert: Expert = {
  ...researcher,
  specialty: "Neurology",
  institution: "Charité Berlin",
  bio: "Clinical trials on migraine.",
  time_zone: "Europe/Berlin",
};

export const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl";

export const signedIn: SignIn = { token, expires_at: "2099-01-10T21:00:00.000Z", user };

export const schedule: Schedule = {
  id: 789,
  user_id: patient.id,
  mentor_id: researcher.id,
  user: patient,
  mentor: researcher,
  start_datetime: "2099-01-15T10:00:00.000Z",
  end_datetime: "2099-01-15T11:00:00.000Z",
  duration_minutes: 60,
  meeting_link: "https://meet.google.com/abc-def-ghi",
  title: null,
  is_trial: false,
  status: "scheduled",
  cancel_reason: null,
  sequence: 0,
  created_at: "2099-01-10T09:00:00.000Z",
  updated_at: null,
  version: 4_071_718_800_000_000,
};

export const request: Request = {
  id: 42,
  expert: researcher,
  message: "Hi, I would like to discuss treatment options\n\n" +
    "Preferred Date & Time: Thursday, January 15, 2099, 10:00 AM\nMeeting Type: Video Call",
  status: "pending",
  preferred_datetime: "2099-01-15T10:00:00.000Z",
  meeting_type: "video_call",
  decision_reason: null,
  schedule_id: null,
  created_at: "2099-01-10T09:00:00.000Z",
  updated_at: null,
  version: 4_071_718_800_000_000,
  type: "sent",
};

export const accepted: Request = {
  ...request,
  status: "accepted",
  schedule_id: schedule.id,
  updated_at: "2099-01-10T09:30:00.000Z",
  version: 4_071_720_600_000_000,
};

export const notification: Notification = {
  id: 1,
  user_id: patient.id,
  mentor_id: researcher.id,
  recipient_id: patient.id,
  schedule_id: schedule.id,
  notification_type: "meeting_scheduled",
  title: "Meeting Scheduled",
  message: "Your meeting with John Doe has been scheduled...",
  meeting_datetime: schedule.start_datetime,
  meeting_link: schedule.meeting_link,
  is_read: false,
  created_at: "2099-01-10T09:00:00.000Z",
  read_at: null,
  notification_data: { mentor_name: "John Doe", duration: 60 },
  actor: { id: researcher.id, full_name: researcher.full_name },
  written_by_actor: false,
  updated_at: null,
  version: 4_071_718_800_000_000,
};

/** The same for each of the two participants. */
export function toBoth(fields: Partial<Notification>): Notification[] {
  return [patient, researcher].map(({ id }, index) => ({
    ...notification,
    ...fields,
    id: index + 2,
    recipient_id: id,
  }));
}
