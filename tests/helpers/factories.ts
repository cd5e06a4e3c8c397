/** Rows as another system would write them: a test names what matters to it, the rest is made up. */
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";

type Person = { id: number };
type Row = Record<string, unknown>;
/** A time, ISO 8601 or how far ahead it is, such as `29 minutes`, `1 day 2 hours` or `-2 days`. */
export type When = Date | string;

let made = 0;

/** A new patient. */
export function patient(sql: Sql, fields: Row = {}): Promise<User> {
  return insertUser(sql, { role: "patient", ...fields });
}

/** A new researcher. */
export function researcher(sql: Sql, fields: Row = {}): Promise<User> {
  return insertUser(sql, { role: "researcher", ...fields });
}

/** A new admin, who has an authenticator app with no secret that anybody knows. */
export async function insertAdmin(sql: Sql, fields: Row = {}): Promise<User> {
  const admin = await insertUser(sql, { role: "admin", ...fields });
  await sql`insert into private.authenticators values (${admin.id}, '', 0)`;
  return admin;
}

/** A new service: another system that calls the API. */
export function insertService(sql: Sql): Promise<User> {
  return insertUser(sql, { role: "service", full_name: `crm${made}` });
}

async function insertUser(sql: Sql, fields: Row): Promise<User> {
  const number = ++made;
  const row = { email: `person${number}@example.org`, full_name: `Person ${number}`, ...fields };
  const [{ user }] = await sql<{ user: User }[]>`
    insert into users ${sql(row)} returning private.user_json(users) as user`;
  return user;
}

/** Makes a request; its id. */
export async function insertRequest(
  sql: Sql,
  patient: Person,
  researcher: Person,
  fields: Row = {},
): Promise<number> {
  return (await insertRequests(sql, patient, researcher, [fields]))[0];
}

/** Gives two people a relation: a request that stands accepted, which notifies nobody. */
export async function relate(sql: Sql, patient: Person, researcher: Person): Promise<void> {
  await insertRequest(sql, patient, researcher, { status: "accepted" });
}

/** Makes requests in one statement; their ids. All name the fields that the first one names. */
export function insertRequests(
  sql: Sql,
  patient: Person,
  researcher: Person,
  rows: Row[],
): Promise<number[]> {
  const base = { requester_id: patient.id, expert_id: researcher.id, message: "Hello" };
  return insert(sql, "meeting_requests", rows.map((row) => ({ ...base, ...row })));
}

/** Makes a schedule of an hour, or of so many `minutes`; its id. */
export async function insertSchedule(
  sql: Sql,
  patient: Person,
  researcher: Person,
  start: When,
  fields: Row = {},
): Promise<number> {
  return (await insertSchedules(sql, patient, researcher, [{ ...fields, start }]))[0];
}

/** Makes schedules in one statement; their ids. All name the fields that the first one names. */
export function insertSchedules(
  sql: Sql,
  patient: Person,
  researcher: Person,
  rows: (Row & { start: When; minutes?: number })[],
): Promise<number[]> {
  const schedules = rows.map(({ start, minutes = 60, ...row }) => {
    const start_datetime = timeOf(start);
    const end_datetime = new Date(start_datetime.getTime() + minutes * MINUTE);
    const base = { user_id: patient.id, mentor_id: researcher.id, start_datetime, end_datetime };
    return { ...base, ...row };
  });
  return insert(sql, "schedules", schedules);
}

/** Moves a schedule, as a whole. */
export async function moveSchedule(sql: Sql, id: number, start: When): Promise<void> {
  const time = timeOf(start);
  await sql`
    update schedules
    set start_datetime = ${time}, end_datetime = ${time} + (end_datetime - start_datetime)
    where id = ${id}`;
}

/** Makes a notification, for the patient unless `recipient_id` says otherwise; its id. */
export async function insertNotification(
  sql: Sql,
  patient: Person,
  researcher: Person,
  fields: Row = {},
): Promise<number> {
  return (await insertNotifications(sql, patient, researcher, [fields]))[0];
}

/** Makes notifications in one statement; their ids. All name the fields that the first one names. */
export function insertNotifications(
  sql: Sql,
  patient: Person,
  researcher: Person,
  rows: Row[],
): Promise<number[]> {
  const text = { notification_type: "meeting_reminder", title: "News", message: "Words" };
  const base = { user_id: patient.id, mentor_id: researcher.id, ...text };
  return insert(sql, "meeting_notifications", rows.map((row) => ({ ...base, ...row })));
}

/** `count` rows, the first of which is number 1. */
export function times<T>(count: number, row: (number: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => row(index + 1));
}

const MINUTE = 60_000;
const UNITS: Record<string, number> = {
  second: 1000,
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: 24 * 60 * MINUTE,
};

/** The time that `when` means now. */
export function timeOf(when: When): Date {
  const parts = [...String(when).matchAll(/(-?\d+) (second|minute|hour|day)s?\b/g)];
  if (parts.length === 0) return new Date(when);
  const ahead = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit], 0);
  return new Date(Date.now() + ahead);
}

async function insert(sql: Sql, table: string, rows: Row[]): Promise<number[]> {
  const columns = Object.keys(rows[0]).filter((name) => rows[0][name] !== undefined);
  const inserted = await sql<{ id: number }[]>`
    insert into ${sql(table)} (${sql(columns)})
    select ${sql(columns)}
    from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(rows)}::text::jsonb)
    returning id`;
  return inserted.map(({ id }) => id);
}
