/** What other systems read and write by SQL, as the documentation describes it. */

/** A column's type, and what goes into it; `?` means that it may be left out. */
type Columns = Record<string, string>;

/** A test holds these to the database. Columns without `?` are needed in an insert. */
export const TABLES: Record<string, { means: string; columns: Columns }> = {
  users: {
    means: "A person, or another system that calls the API. role: patient, researcher, admin or " +
      "service. A researcher whose approved_at is null waits for approval.",
    columns: {
      id: "integer?",
      email: "text",
      full_name: "text",
      role: "text",
      time_zone: "text?",
      locale: "text?",
      specialty: "text?",
      institution: "text?",
      bio: "text?",
      created_at: "timestamptz?",
      updated_at: "timestamptz?",
      approved_at: "timestamptz?",
    },
  },
  meeting_requests: {
    means: "A patient (requester_id) asks a researcher (expert_id) for a meeting. " +
      "status: pending, accepted, rejected or cancelled.",
    columns: {
      id: "integer?",
      requester_id: "integer",
      expert_id: "integer",
      message: "text",
      status: "varchar(50)?",
      created_at: "timestamptz?",
      updated_at: "timestamptz?",
      preferred_datetime: "timestamptz?",
      meeting_type: "varchar(50)?",
      decision_reason: "text?",
      schedule_id: "integer?",
    },
  },
  schedules: {
    means: "A meeting with a time, of a patient (user_id) and a researcher (mentor_id). " +
      "Without an end it lasts an hour, a trial half of one. status: scheduled, cancelled or " +
      "completed. Two that are scheduled never overlap for one person: SQLSTATE 23P01. " +
      "In calendars its id is uid, and sequence counts its changes automatically.",
    columns: {
      id: "integer?",
      user_id: "integer",
      mentor_id: "integer",
      start_datetime: "timestamptz",
      end_datetime: "timestamptz?",
      link: "varchar(500)?",
      is_trial: "boolean?",
      status: "varchar(50)?",
      title: "varchar(255)?",
      cancel_reason: "text?",
      created_at: "timestamptz?",
      updated_at: "timestamptz?",
      uid: "uuid?",
      sequence: "integer?",
    },
  },
  meeting_notifications: {
    means: "Informs one person about a request or a meeting: recipient_id, which is user_id by " +
      "default, or mentor_id. Setting is_read sets read_at. actor_id is who caused it: the person " +
      "whose id the writer's transaction has set (set local liaison.actor = '2'); to them it arrives " +
      "as read. written_by_actor: title, message and link are that person's own.",
    columns: {
      id: "integer?",
      user_id: "integer",
      mentor_id: "integer",
      schedule_id: "integer?",
      notification_type: "varchar(50)",
      title: "varchar(255)",
      message: "text",
      meeting_datetime: "timestamptz?",
      meeting_link: "varchar(500)?",
      is_read: "boolean?",
      created_at: "timestamptz?",
      read_at: "timestamptz?",
      notification_data: "jsonb?",
      recipient_id: "integer?",
      updated_at: "timestamptz?",
      actor_id: "integer?",
      written_by_actor: "boolean?",
    },
  },
};

/** Returns the new notification's id. Arguments are named: `user_id => 1`. */
export const SEND_MEETING_NOTIFICATION: Columns = {
  user_id: "bigint",
  mentor_id: "bigint",
  notification_type: "text",
  title: "text",
  message: "text",
  schedule_id: "bigint?",
  meeting_datetime: "timestamptz?",
  meeting_link: "text?",
  notification_data: "anycompatible?",
  recipient_id: "bigint?",
  written_by_actor: "boolean?",
};

/** The notifications that triggers send: what causes one, its type, and its recipients. */
export const AUTOMATIC_NOTIFICATIONS: [cause: string, type: string, to: string][] = [
  ["a new request", "meeting_request", "the researcher"],
  ["a request accepted", "meeting_accepted", "the patient"],
  ["a request rejected", "meeting_rejected", "the patient"],
  ["a request withdrawn", "meeting_cancelled", "the researcher"],
  ["a new schedule", "meeting_scheduled", "both"],
  ["a schedule with another time", "meeting_rescheduled", "both"],
  ["a schedule cancelled", "meeting_cancelled", "both"],
  ["24 hours and 30 minutes before a meeting", "meeting_reminder", "both"],
];
