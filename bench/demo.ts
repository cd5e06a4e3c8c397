/** The app with the demo accounts, and rows that make its pages look as in use. */
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { type Application, startApplication } from "../tests/helpers/application.ts";

/** Starts it in a temporary directory; gone afterwards. */
export async function openDemo(): Promise<Application> {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-demo-" });
  await using undo = new AsyncDisposableStack();
  undo.defer(() => Deno.remove(dataDir, { recursive: true }));
  const app = undo.use(await startApplication({ DATA_DIR: dataDir, DEMO: "1" }));
  const sql = connect(app.databaseUrl, { max: 1 });
  await writeRows(sql).finally(() => disconnect(sql));
  const everything = undo.move();
  return { ...app, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

async function writeRows(sql: Sql): Promise<void> {
  const [{ john, sarah, kenji }] = await sql`
    select
      (select id from users where email = 'patient@test.com') as john,
      (select id from users where email = 'researcher@test.com') as sarah,
      (select id from users where email = 'kenji.watanabe@test.com') as kenji`;
  const [{ ana }] = await sql`
    insert into users (email, full_name, role) values ('ana@test.com', 'Ana Ribeiro', 'patient')
    returning id as ana`;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message) values (${ana}, ${sarah},
      'My daughter was diagnosed in March. Is she too young for your closed-loop trial?')`;
  await sql`select live.request_meeting(${john}, ${kenji}, 'May I send you my recordings?', null, null)`;
  await sql`
    update meeting_requests set status = 'accepted', decision_reason = 'Gladly: send them before we meet.'
    where expert_id = ${kenji}`;
  await sql`
    select live.request_meeting(${john}, ${sarah}, 'Hi, I''d like to discuss diabetes treatment options',
      date_trunc('day', now()) + interval '1 day 19 hours', 'video_call')`;
}
