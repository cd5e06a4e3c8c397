/** Services: other systems that call the API. Each has an account without a password, and tokens. */
import { AppError } from "../contract/errors.ts";
import type { SignIn, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt, transact } from "../db/app_errors.ts";
import { record } from "../audit/entries.ts";
import type { Log } from "../log.ts";
import { startSession } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";

/** One of a service's tokens, without the token itself. */
export type ServiceToken = { id: number; name: string; issued_at: Date; expires_at: Date };

const NAME = /^[a-z][a-z0-9._-]{0,62}$/i;
const REMOTE = { address: "", userAgent: "service token" };

/**
 * Makes another token for the service of this name, and the service if there is none. Throws
 * `invalid_input`.
 */
export async function issueServiceToken(
  sql: Queries,
  auth: AuthSettings,
  name: string,
  days = 365,
): Promise<SignIn> {
  if (!NAME.test(name)) {
    const rule = "a letter, then up to 62 letters, digits, dots, dashes and underscores";
    throw new AppError("invalid_input", `A service's name is ${rule}`);
  }
  if (!Number.isInteger(days) || days < 1 || days > 3650) {
    throw new AppError("invalid_input", "A token is valid for 1 to 3650 days");
  }
  return await transact(sql, async (tx) => {
    const user = await findService(tx, name) ?? await insertService(tx, name);
    const made = await startSession(tx, auth, user, REMOTE, { days });
    await record(tx, auth.log, { action: "token_issued", actor: null, person: user.id });
    return made;
  });
}

/** Every valid token, by the service's name and then by age. */
export async function listServiceTokens(sql: Queries): Promise<ServiceToken[]> {
  return await attempt(() =>
    sql<ServiceToken[]>`
      select s.id, u.full_name as name, s.created_at as issued_at, s.expires_at
      from private.sessions s join users u on u.id = s.user_id
      where u.role = 'service' and s.expires_at > now()
      order by u.full_name, s.id`
  );
}

/** Ends all tokens of a service, or the one with this id, at once; returns how many. */
export async function revokeServiceTokens(
  sql: Queries,
  log: Log,
  nameOrId: string,
): Promise<number> {
  return await transact(sql, async (tx) => {
    const ended = await tx<{ person: number; subject: number }[]>`
      delete from private.sessions s using users u
      where u.id = s.user_id and u.role = 'service'
        and (lower(u.full_name) = lower(${nameOrId}) or s.id::text = ${nameOrId})
      returning u.id as person, s.id as subject`;
    for (const token of ended) {
      await record(tx, log, { action: "token_revoked", actor: null, ...token });
    }
    return ended.length;
  });
}

/** Locks the name until the transaction ends, so that its service is made once. */
async function findService(tx: Queries, name: string): Promise<User | undefined> {
  await tx`select pg_advisory_xact_lock(hashtext('private.services'), hashtext(lower(${name})))`;
  const [found] = await tx<{ user: User }[]>`
    select private.user_json(u) as user from users u
    where role = 'service' and lower(full_name) = lower(${name})`;
  return found?.user;
}

/** The address exists because every account needs one; it receives no mail. */
async function insertService(tx: Queries, name: string): Promise<User> {
  const [{ user }] = await tx<{ user: User }[]>`
    insert into users as u (email, full_name, role)
    values (${name} || '.' || gen_random_uuid() || '@service.invalid', ${name}, 'service')
    returning private.user_json(u) as user`;
  return user;
}
