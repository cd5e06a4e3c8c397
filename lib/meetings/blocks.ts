/** Patients whom a researcher has blocked. */
import type { Block } from "../contract/blocks.ts";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import { attempt } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import { transactAs } from "./participants.ts";

const MOST_BLOCKS = 500;

/** Whom a researcher has blocked, the latest first. Throws `forbidden` for others. */
export async function listBlocks(sql: Queries, user: User): Promise<Block[]> {
  requireResearcher(user);
  const rows = await attempt(() =>
    sql<{ block: Block }[]>`
      select ${blockJson(sql)} as block
      from private.blocks b join users u on u.id = b.patient_id
      where b.researcher_id = ${user.id}
      order by b.created_at desc, u.id limit ${MOST_BLOCKS}`
  );
  return rows.map(({ block }) => block);
}

/** The block of a patient by a researcher, if there is one. */
export async function findBlock(
  sql: Queries,
  user: User,
  patientId: number,
): Promise<Block | undefined> {
  const [row] = await attempt(() =>
    sql<{ block: Block }[]>`
      select ${blockJson(sql)} as block
      from private.blocks b join users u on u.id = b.patient_id
      where b.researcher_id = ${user.id} and b.patient_id = ${patientId}`
  );
  return row?.block;
}

/**
 * A researcher blocks a patient, whose pending requests to them are rejected. Throws `forbidden` for
 * others and `not_found` unless the patient has asked them or met them, whether or not there is such
 * a patient.
 */
export async function blockPatient(sql: Queries, user: User, patientId: number): Promise<Block> {
  requireResearcher(user);
  return await transactAs(sql, user, async (tx) => {
    // Taken by requests too: one that is sent at this moment is rejected, or refused.
    await tx`select pg_advisory_xact_lock(${patientId}, ${user.id})`;
    await requireKnown(tx, user, patientId);
    await tx`
      insert into private.blocks (researcher_id, patient_id) values (${user.id}, ${patientId})
      on conflict do nothing`;
    await tx`
      update meeting_requests set status = 'rejected', decision_reason = null
      where requester_id = ${patientId} and expert_id = ${user.id} and status = 'pending'`;
    return (await findBlock(tx, user, patientId))!;
  });
}

/** Lifts a block, if there is one. Throws `forbidden` for everybody but researchers. */
export async function unblockPatient(sql: Queries, user: User, patientId: number): Promise<void> {
  requireResearcher(user);
  await attempt(() =>
    sql`delete from private.blocks where researcher_id = ${user.id} and patient_id = ${patientId}`
  );
}

function requireResearcher({ role }: User): void {
  if (role !== "researcher") throw new AppError("forbidden", "This is for researchers");
}

async function requireKnown(tx: Queries, { id }: User, patientId: number): Promise<void> {
  const [{ known }] = await tx<{ known: boolean }[]>`
    select exists (
      select from meeting_requests where requester_id = ${patientId} and expert_id = ${id}
      union all
      select from schedules where user_id = ${patientId} and mentor_id = ${id}
    ) as known`;
  if (!known) throw new AppError("not_found", "No such person has asked you or met you");
}

/** The JSON of a Block, out of `private.blocks b` and `users u`. */
function blockJson(sql: Queries) {
  return sql`json_build_object(
    'user', private.person_json(u), 'created_at', private.iso(b.created_at)
  )`;
}
