/**
 * The security log: each entry is a row of `private.audit` and a JSON line of the log. Neither has
 * names, e-mail addresses or other text of people.
 */
import { attempt } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";

export type Action =
  | "sign_in"
  | "sign_ins_seen"
  | "password_wrong"
  | "second_factor_wrong"
  | "authenticator_added"
  | "authenticator_removed"
  | "recovery_codes_made"
  | "recovery_code_used"
  | "password_changed"
  | "password_reset"
  | "reset_link_made"
  | "factors_removed"
  | "passkey_added"
  | "passkey_removed"
  | "email_changed"
  | "admin_made"
  | "approved"
  | "refused_approval"
  | "suspended"
  | "token_issued"
  | "token_revoked"
  | "token_used"
  | "refused"
  | "request_read"
  | "meeting_read"
  | "calendar_read";

/** Where somebody called from. */
export type Origin = { address: string; userAgent: string | null };

export type Entry = {
  action: Action;
  /** Who did it; null where nobody is known, as with a wrong password. */
  actor: number | null;
  /** About whom it is; null where nobody is known. */
  person: number | null;
  /** The request, meeting or session. */
  subject?: number | null;
  /** Missing for commands. */
  from?: Origin;
  /** Codes, numbers and the like. */
  details?: Record<string, string | number | boolean>;
};

/** Records an entry, in the transaction of what it is about where `sql` is one. */
export async function record(sql: Queries, log: Log, entry: Entry): Promise<void> {
  await attempt(() => insert(sql, [entry]));
  logEntry(log, entry);
}

/** Inserts entries; those that are recorded once an hour and are there already change nothing. */
export async function insert(sql: Queries, entries: Entry[]): Promise<void> {
  await sql`
    insert into private.audit
      (at, action, actor_id, person_id, subject_id, address, user_agent, details)
    select coalesce(at, now()), action, actor_id, person_id, subject_id, address, user_agent, details
    from jsonb_to_recordset(${JSON.stringify(entries.map(rowOf))}::text::jsonb) as entry (
      at timestamptz, action text, actor_id integer, person_id integer, subject_id bigint,
      address text, user_agent text, details jsonb
    )
    on conflict do nothing`;
}

/** Writes the line of an entry. */
export function logEntry(log: Log, { action, actor, person, subject, from, details }: Entry): void {
  log.info({ action, actor, person, subject, address: from?.address, ...details }, "security");
}

function rowOf(entry: Entry & { at?: Date }) {
  const { at, action, actor, person, subject, from, details } = entry;
  const user_agent = from?.userAgent?.slice(0, 300).toWellFormed().replaceAll("\0", "");
  const address = from?.address || null;
  return {
    ...{ at, action, actor_id: actor, person_id: person, subject_id: subject },
    ...{ address, user_agent, details },
  };
}
