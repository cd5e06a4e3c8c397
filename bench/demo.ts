/** The app with the demo accounts, and rows that make its pages look as in use. */
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { type AppProcess, startAppProcess } from "../tests/helpers/processes.ts";

/** Starts it in a temporary directory; gone afterwards. */
export async function openDemo(): Promise<AppProcess> {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-demo-" });
  await using undo = new AsyncDisposableStack();
  undo.defer(() => Deno.remove(dataDir, { recursive: true }));
  const app = undo.use(await startAppProcess({ DATA_DIR: dataDir, DEMO: "1" }));
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
  const [ana, bob] = await sql<{ id: number }[]>`
    insert into users (email, full_name, role) values
      ('ana@test.com', 'Ana Ribeiro', 'patient'), ('bob@test.com', 'Bob Kowalski', 'patient')
    returning id`;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message) values (${ana.id}, ${sarah},
      'My daughter was diagnosed in March. Is she too young for your closed-loop trial?')`;
  await sql`select private.request_meeting(${john}, ${kenji}, 'May I send you my recordings?', null, null)`;
  await sql`
    update meeting_requests set status = 'accepted', decision_reason = 'Gladly: send them before we meet.'
    where expert_id = ${kenji}`;
  await sql`
    select private.request_meeting(${john}, ${sarah}, 'Hi, I''d like to discuss diabetes treatment options',
      date_trunc('day', now()) + interval '1 day 19 hours', 'video_call')`;
  await writeMeetings(sql, { john, sarah, ana: ana.id, bob: bob.id });
}

/** One in eight minutes, and others over this week and the next. */
async function writeMeetings(
  sql: Sql,
  { john, sarah, ana, bob }: Record<"john" | "sarah" | "ana" | "bob", number>,
): Promise<void> {
  const link = "https://meet.example.org/room";
  await sql`
    insert into schedules (user_id, mentor_id, start_datetime, end_datetime, is_trial, link, title)
    select user_id, ${sarah}, start_at, start_at + make_interval(mins => minutes), is_trial,
      ${link}, title
    from (values
      (${john}::integer, now() + interval '8 minutes', 30, false, 'First talk'),
      (${bob}, date_trunc('week', now()) + interval '1 day 15 hours', 30, true, null),
      (${ana}, date_trunc('week', now()) + interval '2 days 17 hours', 60, false, null),
      (${bob}, date_trunc('week', now()) + interval '3 days 19 hours', 90, false, 'Results'),
      (${ana}, date_trunc('week', now()) + interval '8 days 16 hours', 60, false, null),
      (${bob}, date_trunc('week', now()) + interval '9 days 18 hours', 60, false, 'Follow-up'),
      (${john}, date_trunc('week', now()) + interval '10 days 15 hours', 60, false, null)
    ) meeting (user_id, start_at, minutes, is_trial, title)
    on conflict do nothing`;
}
