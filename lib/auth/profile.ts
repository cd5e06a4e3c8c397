/** What people publish about themselves. */
import { type Profile, type ProfileInput, profileInput } from "../contract/account.ts";
import { parse } from "../contract/parse.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** What patients see of this person, if it is a researcher. */
export async function findProfile(sql: Queries, userId: number): Promise<Profile> {
  const [profile] = await attempt(() =>
    sql<Profile[]>`select specialty, institution, bio from users where id = ${userId}`
  );
  return profile;
}

/** Changes what a `profileInput` names; returns the changed user. Throws `invalid_input`. */
export async function updateProfile(sql: Queries, user: User, input: unknown): Promise<User> {
  const row = rowOf(parse(profileInput, input));
  if (Object.keys(row).length === 0) return user;
  const [changed] = await attempt(() =>
    sql<{ user: User }[]>`
      update users u set ${sql(row)} where id = ${user.id} returning private.user_json(u) as user`
  );
  return changed.user;
}

/** The columns that are given; empty texts become null. */
function rowOf(input: ProfileInput): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value || null]]
    ),
  );
}
