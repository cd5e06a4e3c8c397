/**
 * Private calendar feeds. Whoever has the token may read, so the database alone does not give it
 * away: it is a row's random id with a seal that the server's secret makes.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { CalendarFeed } from "../contract/calendar.ts";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { isService } from "./participants.ts";

/** The server's secret, and the origin at which people and apps find it. */
export type Server = { secret: Uint8Array; origin: string };
type Row = { id: string; created_at: string };

const form = /^[0-9a-f]{64}$/;

/** A person's feed, if there is one. */
export async function findCalendarFeed(
  sql: Queries,
  server: Server,
  user: User,
): Promise<CalendarFeed | null> {
  const [row] = await attempt(() =>
    sql<Row[]>`
      select id, private.iso(created_at) as created_at from private.calendar_feeds where user_id = ${user.id}`
  );
  return row ? feedOf(row, server) : null;
}

/** Makes a person's feed, or a new one, with which the old one is gone. Throws `forbidden`. */
export async function createCalendarFeed(
  sql: Queries,
  server: Server,
  user: User,
): Promise<CalendarFeed> {
  if (isService(user)) throw new AppError("forbidden", "Calendar feeds are for people");
  const [row] = await attempt(() =>
    sql<Row[]>`
      insert into private.calendar_feeds (user_id) values (${user.id})
      on conflict (user_id) do update set id = default, created_at = default
      returning id, private.iso(created_at) as created_at`
  );
  return feedOf(row, server);
}

/** Removes a person's feed, if there is one. */
export async function deleteCalendarFeed(sql: Queries, user: User): Promise<void> {
  await attempt(() => sql`delete from private.calendar_feeds where user_id = ${user.id}`);
}

/** Whose feed it is. Throws `not_found`; what this server never made does not reach the database. */
export async function ownerOf(sql: Queries, { secret }: Server, token: string): Promise<User> {
  const id = idOf(token, secret);
  const [row] = id
    ? await attempt(() =>
      sql<{ user: User }[]>`
        select private.user_json(u) as user from users u
        where u.id = (select user_id from private.calendar_feeds where id = ${id}::uuid)`
    )
    : [];
  if (row) return row.user;
  throw new AppError("not_found", "There is no such calendar");
}

function feedOf({ id, created_at }: Row, { secret, origin }: Server): CalendarFeed {
  const digits = id.replaceAll("-", "");
  return { url: `${origin}/calendar/${digits}${sealOf(digits, secret)}.ics`, created_at };
}

/** The id in a token that this server made; null for any other text. */
function idOf(token: string, secret: Uint8Array): string | null {
  if (!form.test(token)) return null;
  const [id, seal] = [token.slice(0, 32), token.slice(32)];
  return timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(id, secret))) ? id : null;
}

function sealOf(id: string, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(`calendar feed ${id}`).digest("hex").slice(0, 32);
}
