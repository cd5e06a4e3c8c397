/** What comes with every call is recorded once an hour, by however many processes. */
import assert from "node:assert/strict";
import pino from "pino";
import { AuditBatch } from "../../lib/audit/batch.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { createLog } from "../../lib/log.ts";
import { testDatabase } from "../helpers/database.ts";

const silent = createLog("silent");
const from = { address: "192.0.2.1", userAgent: "test" };
const received = { id: 10, requester: { id: 1 } };
const sent = { id: 10, expert: { id: 2 } };
const meeting = { id: 20, user_id: 1, mentor_id: 2 };

Deno.test("who read whose request or meeting is recorded once an hour", async () => {
  await using db = await testDatabase();
  const app = connect(db.appUrl, { max: 1 });
  const batches = [new AuditBatch(app, silent), new AuditBatch(app, silent)];
  for (const batch of [...batches, ...batches]) {
    batch.read(2, from, [received, meeting]);
    batch.read(1, from, [sent, meeting]);
    batch.read(3, from, [meeting]);
  }
  for (const batch of batches) await batch.stop();
  const read = () =>
    db.sql`
      select action, actor_id, person_id, subject_id::int from private.audit
      order by actor_id, action`;
  const expected = [
    ["meeting_read", 1, 2, 20],
    ["request_read", 1, 2, 10],
    ["meeting_read", 2, 1, 20],
    ["request_read", 2, 1, 10],
    ["meeting_read", 3, 1, 20],
  ];
  assert.deepEqual((await read()).map(Object.values), expected);
  const [origin] = await db.sql`select distinct address, user_agent from private.audit`;
  assert.deepEqual(origin, { address: "192.0.2.1", user_agent: "test" });

  await db.sql`update private.audit set at = at - interval '1 hour'`;
  const later = new AuditBatch(app, silent);
  later.read(3, from, [meeting, meeting]);
  await later.stop();
  assert.equal((await read()).length, expected.length + 1);
  await disconnect(app);
});

Deno.test("refusals of callers who are not signed in are counted by their address", async () => {
  await using db = await testDatabase();
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  const batch = new AuditBatch(db.sql, log);
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.1"]) {
    const details = { status: 429, route: "/login" };
    const from = { address, userAgent: null };
    batch.noteAndLog({ action: "refused", actor: null, person: null, from, details });
  }
  await batch.stop();
  const rows = await db.sql`select address from private.audit order by id`;
  assert.deepEqual(rows.map(({ address }) => address), ["192.0.2.1", "192.0.2.2"]);
  assert.equal(lines.length, 2);
});

Deno.test("entries wait while the database does not answer", async () => {
  await using db = await testDatabase();
  await db.sql`alter table private.audit rename to away`;
  const batch = new AuditBatch(db.sql, silent);
  batch.read(2, from, [received]);
  await batch.write().catch(() => {});
  batch.read(2, from, [meeting]);
  await db.sql`alter table private.away rename to audit`;
  await batch.stop();
  assert.equal((await db.sql`select from private.audit`).length, 2);
});
