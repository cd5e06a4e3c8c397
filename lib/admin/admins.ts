/** Admins: people who approve researchers. They are made at the command line. */
import { record } from "../audit/entries.ts";
import { AppError } from "../contract/errors.ts";
import { email as emailField } from "../contract/fields.ts";
import { parse } from "../contract/parse.ts";
import { transact } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";

/**
 * Makes an admin who signs in with the password of `passwordHash`. Throws `invalid_input` and
 * `email_taken` (a role cannot change).
 */
export async function createAdmin(
  sql: Queries,
  log: Log,
  email: string,
  fullName: string,
  passwordHash: string,
): Promise<void> {
  const address = parse(emailField, email);
  await transact(sql, async (tx) => {
    const [admin] = await tx<{ id: number }[]>`
      insert into users (email, full_name, role) values (${address}, ${fullName}, 'admin')
      returning id`;
    await tx`
      insert into private.credentials (user_id, password_hash)
      values (${admin.id}, ${passwordHash})`;
    await record(tx, log, { action: "admin_made", actor: null, person: admin.id });
  });
}

/** The id of the researcher with that address. Throws `not_found`. */
export async function researcherByEmail(sql: Queries, email: string): Promise<number> {
  const [found] = await sql<{ id: number; role: string }[]>`
    select id, role from users where lower(email) = lower(${email})`;
  if (found?.role === "researcher") return found.id;
  throw new AppError(
    "not_found",
    found ? `${email} is no researcher, but a ${found.role}` : `There is no account ${email}`,
  );
}
