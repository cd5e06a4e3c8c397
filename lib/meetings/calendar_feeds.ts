/**
 * Private calendar feeds. The token in the address is all that is needed to read one. It is the
 * random id of a row and a seal made with the server's secret, so that the database alone does not
 * disclose it.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { CalendarFeed } from "../contract/calendar.ts";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { isService } from "./participants.ts";

/** The server's secret and origin. */
export type Server = { secret: Uint8Array; origin: string };
type Row = { id: string; created_at: string };

const TOKEN_FORM = /^[0-9a-f]{64}$/;

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

/** Makes a person's feed, which replaces an earlier one. Throws `forbidden`. */
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

/**
 * The person whose feed has the token, unless they wait for approval. Throws `not_found`, for forged
 * tokens without a query.
 */
export async function ownerOf(sql: Queries, { secret }: Server, token: string): Promise<User> {
  const id = idOf(token, secret);
  const [row] = id
    ? await attempt(() =>
      sql<{ user: User }[]>`
        select private.user_json(u) as user from users u
        where u.id = (select user_id from private.calendar_feeds where id = ${id}::uuid)
          and (u.role <> 'researcher' or u.approved_at is not null)`
    )
    : [];
  if (row) return row.user;
  throw new AppError("not_found", "There is no such calendar");
}

function feedOf({ id, created_at }: Row, { secret, origin }: Server): CalendarFeed {
  const digits = id.replaceAll("-", "");
  return { url: `${origin}/calendar/${digits}${sealOf(digits, secret)}.ics`, created_at };
}

/** The id in a token, null if its seal was not made here. */
function idOf(token: string, secret: Uint8Array): string | null {
  if (!TOKEN_FORM.test(token)) return null;
  const [id, seal] = [token.slice(0, 32), token.slice(32)];
  return timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(id, secret))) ? id : null;
}

function sealOf(id: string, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(`calendar feed ${id}`).digest("hex").slice(0, 32);
}
