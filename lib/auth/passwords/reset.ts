/**
 * Links by which people set a new password when they have forgotten theirs. An admin makes them and
 * hands them out. Each is used once, within a day.
 */
import { createHash, randomBytes } from "node:crypto";
import { record } from "../../audit/entries.ts";
import { newPasswordInput } from "../../contract/account.ts";
import { AppError } from "../../contract/errors.ts";
import { parse, wrong } from "../../contract/parse.ts";
import type { User } from "../../contract/users.ts";
import { attempt, transact } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import type { Log } from "../../log.ts";
import { endAccess } from "../changes.ts";
import type { AuthSettings, Remote } from "../settings.ts";
import { refuseCommonPassword } from "./common.ts";
import { hashPassword } from "./hashing.ts";

/** Who makes a link: an admin, or null at the command line. */
export type Maker = { user: User; from: Remote } | null;

/**
 * The path of a new link for the account with this address, in place of an earlier one; `withFactors`
 * removes the second factor and passkeys at once. Admins make no links for admins. Throws `invalid_input` for the field `email`.
 */
export async function makeResetLink(
  sql: Queries,
  log: Log,
  maker: Maker,
  email: string,
  { withFactors = false } = {},
): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await transact(sql, async (tx) => {
    const [account] = await tx<{ id: number; role: string }[]>`
      select id, role from users where lower(email) = lower(${email.trim()})`;
    if (!account || account.role === "service") throw wrong("email", "nobody signs in with this");
    if (maker && account.role === "admin") {
      throw wrong("email", "this is an admin; use `deno task people reset`");
    }
    await tx`
      insert into private.reset_links (user_id, hash, expires_at)
      values (${account.id}, ${hashOf(secret)}, now() + interval '1 day')
      on conflict (user_id) do update set hash = excluded.hash, expires_at = excluded.expires_at`;
    const about = { actor: maker?.user.id ?? null, person: account.id, from: maker?.from };
    await record(tx, log, { action: "reset_link_made", ...about });
    if (!withFactors) return;
    await tx`delete from private.authenticators where user_id = ${account.id}`;
    await tx`delete from private.passkeys where user_id = ${account.id}`;
    await record(tx, log, { action: "factors_removed", ...about });
  });
  return `/reset/${secret}`;
}

/** Whose link this is. Throws `not_found` for one that was used, has expired or never was. */
export async function findReset(sql: Queries, secret: string): Promise<User> {
  const [found] = await attempt(() =>
    sql<{ user: User }[]>`
      select private.user_json(u) as user
      from private.reset_links join users u on u.id = user_id
      where hash = ${hashOf(secret)} and expires_at > now()`
  );
  if (!found) throw gone();
  return found.user;
}

/**
 * Sets the password of a `newPasswordInput`; the link is used up, and all that the earlier password
 * opened ends. Throws `not_found` as `findReset`, `invalid_input` for the field `new_password`, and
 * `unavailable`.
 */
export async function resetPassword(
  sql: Queries,
  auth: AuthSettings,
  secret: string,
  input: unknown,
  from: Remote,
): Promise<void> {
  const user = await findReset(sql, secret);
  const { new_password } = parse(newPasswordInput, input);
  refuseCommonPassword("new_password", new_password, user);
  const hash = await hashPassword(new_password);
  await transact(sql, async (tx) => {
    const { count } = await tx`
      delete from private.reset_links where hash = ${hashOf(secret)} and expires_at > now()`;
    if (count === 0) throw gone();
    await tx`
      insert into private.credentials (user_id, password_hash) values (${user.id}, ${hash})
      on conflict (user_id) do update set password_hash = excluded.password_hash`;
    await endAccess(tx, user.id);
    const action = "password_reset";
    await record(tx, auth.log, { action, actor: user.id, person: user.id, from });
  });
}

function hashOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

function gone(): AppError {
  return new AppError("not_found", "This link was used or has expired; ask for a new one");
}
