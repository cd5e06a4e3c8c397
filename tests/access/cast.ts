/** Who calls in the matrix of permissions, and the rows that two of them share and others must not see. */
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { tokenOf } from "../helpers/auth.ts";
import {
  insertAdmin,
  insertNotification,
  insertRequest,
  insertSchedule,
  insertService,
  patient,
  relate,
  researcher,
} from "../helpers/factories.ts";

export const CALLERS = [
  "anonymous",
  "expired",
  "signedOut",
  "patient",
  "otherPatient",
  "researcher",
  "otherResearcher",
  "waiting",
  "admin",
  "service",
] as const;
export type CallerName = typeof CALLERS[number];

/** What stands in the rows of the first pair, and in those of the second. */
export const SECRETS = ["Zanzibar", "Timbuktu"];

/** Ids by the names in braces that paths and bodies have. */
export type Ids = Record<string, number>;

export type Cast = {
  people: Record<CallerName, User | null>;
  /** A token of a session of its own for each call, as some calls end their session. */
  tokenFor(name: CallerName): Promise<string | undefined>;
  /** New rows of the first pair, as calls use them up. */
  renew(): Promise<Ids>;
};

/** A cast in the database of a test. */
export async function createCast(sql: Sql): Promise<Cast> {
  const [one, other] = [await createPair(sql, SECRETS[0]), await createPair(sql, SECRETS[1])];
  await createRows(sql, other, SECRETS[1], 0);
  const waiting = await researcher(sql, { approved_at: null });
  const stranger = await researcher(sql);
  const people = {
    anonymous: null,
    expired: one.patient,
    signedOut: one.patient,
    patient: one.patient,
    otherPatient: other.patient,
    researcher: one.researcher,
    otherResearcher: other.researcher,
    waiting,
    admin: await insertAdmin(sql),
    service: await insertService(sql),
  };
  let round = 0;
  return {
    people,
    tokenFor: (name) => tokenFor(sql, name, people[name]),
    async renew() {
      await sql`delete from meeting_requests where message = ${SECRETS[0]}`;
      await sql`delete from schedules where title = ${SECRETS[0]}`;
      await sql`delete from private.blocks`;
      const ids = await createRows(sql, one, SECRETS[0], ++round);
      const named = { ...people, stranger };
      const known = Object.entries(named).flatMap(([name, user]) => user ? [[name, user.id]] : []);
      return { ...Object.fromEntries(known), ...ids };
    },
  };
}

type Pair = { patient: User; researcher: User };

async function createPair(sql: Sql, secret: string): Promise<Pair> {
  // Everybody may see the name of a researcher.
  const pair = {
    patient: await patient(sql, { full_name: `Patient ${secret}` }),
    researcher: await researcher(sql),
  };
  await relate(sql, pair.patient, pair.researcher);
  return pair;
}

async function createRows(sql: Sql, { patient, researcher }: Pair, secret: string, day: number) {
  const texts = { title: secret, cancel_reason: secret, link: `https://${secret}.example.org/` };
  const note = { title: secret, message: secret };
  const session = await sql<{ id: number }[]>`
    insert into private.sessions (user_id, expires_at) values (${patient.id}, now() + '1 day')
    returning id`;
  return {
    request: await insertRequest(sql, patient, researcher, { message: secret }),
    schedule: await insertSchedule(sql, patient, researcher, `${day + 2} days`, texts),
    notification: await insertNotification(sql, patient, researcher, note),
    session: session[0].id,
  };
}

async function tokenFor(sql: Sql, name: CallerName, user: User | null) {
  if (!user) return undefined;
  const token = await tokenOf(sql, user);
  if (name === "signedOut") {
    await sql`delete from private.sessions where id = (select max(id) from private.sessions)`;
  }
  if (name === "expired") {
    await sql`
      update private.sessions set expires_at = now() - interval '1 second'
      where id = (select max(id) from private.sessions)`;
  }
  return token;
}
