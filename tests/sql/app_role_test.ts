/** The app's own role owns nothing, changes no schema, and may do what its code does. */
import assert from "node:assert/strict";
import { APP_ROLE } from "../../lib/db/grants.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { type TestDatabase, testDatabase } from "../helpers/database.ts";

/** A database, its owner's connections and one of the app's role. */
async function appDatabase(): Promise<TestDatabase & { app: Sql }> {
  const db = await testDatabase();
  const app = connect(db.appUrl, { max: 1 });
  const drop = async () => {
    await disconnect(app);
    await db.drop();
  };
  return { ...db, app, drop, [Symbol.asyncDispose]: drop };
}

Deno.test("the app's role has no powers over the server and owns nothing", async () => {
  await using db = await appDatabase();
  const [powers] = await db.app`
    select bool_or(rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls) as any,
      (select count(*)::int from pg_shdepend where deptype = 'o' and refclassid = 'pg_authid'::regclass
        and refobjid in (select oid from pg_roles where pg_has_role(oid, 'usage'))) as owned,
      string_agg(rolname, ', ') filter (where rolname <> current_user) as groups
    from pg_roles where pg_has_role(oid, 'member')`;
  assert.deepEqual(powers, { any: false, owned: 0, groups: APP_ROLE });
});

Deno.test("the app's role makes nothing, and no table is at its mercy", async () => {
  await using db = await appDatabase();
  const [may] = await db.app`
    select has_database_privilege(current_database(), 'create') as database,
      has_schema_privilege('public', 'create') or has_schema_privilege('private', 'create') as schema`;
  assert.deepEqual(may, { database: false, schema: false });
  const tables = await db.app<{ name: string; verbs: string }[]>`
    select oid::regclass::text as name, string_agg(verb, ', ' order by verb) as verbs
    from pg_class, unnest('{update,delete,truncate,references,trigger}'::text[]) verb
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind = 'r'
      and has_table_privilege(oid, verb)
    group by oid order by name`;
  const deletes = [
    "attempts",
    "authenticators",
    "blocks",
    "calendar_feeds",
    "hubs",
    "idempotency_keys",
    "passkeys",
    "recovery_codes",
    "reset_links",
    "sessions",
    "used_challenges",
  ];
  assert.deepEqual(
    tables.map(({ name, verbs }) => `${name}: ${verbs}`),
    deletes.map((name) => `private.${name}: delete`),
    "rows are updated by the column, and deleted where only the app writes them",
  );
});

Deno.test("what runs as the owner for the app is the feed's upkeep alone", async () => {
  await using db = await appDatabase();
  const functions = await db.app<{ name: string }[]>`
    select oid::regproc::text as name from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and prosecdef
      and prorettype <> 'trigger'::regtype and has_function_privilege(oid, 'execute')
    order by name`;
  assert.deepEqual(functions.map(({ name }) => name), [
    "private.mark_durable",
    "private.open_feed",
    "private.present_epoch",
    "private.prune_changes",
  ]);
});

Deno.test("what the app's role must not do is refused", async () => {
  await using db = await appDatabase();
  const owner = db.sql.options.user;
  for (
    const statement of [
      "create table public.mine (id integer)",
      "create schema mine",
      "create function private.mine() returns integer return 1",
      "create extension pg_trgm",
      "alter table public.users add column mine text",
      "alter table public.meeting_requests disable trigger user",
      "drop table public.meeting_requests",
      "create trigger mine before insert on public.users for each row execute function private.tg_touch()",
      "create or replace function private.notify_hubs() returns void language sql as 'select'",
      "truncate public.meeting_notifications",
      "delete from public.users",
      "delete from public.schedules",
      "delete from public.meeting_requests",
      "update public.users set role = 'researcher'",
      "update public.users set id = id + 1",
      "update public.schedules set mentor_id = user_id",
      "update public.meeting_requests set message = 'other words'",
      "update public.meeting_notifications set message = 'other words'",
      "insert into private.changes (topic, op) values ('users', 'truncate')",
      "delete from private.changes",
      "update private.audit set actor_id = null",
      "delete from private.audit",
      "truncate private.audit",
      "update private.feed set epoch = ''",
      "insert into private.migrations (version, name, checksum) values (9999, '', '')",
      "set session_replication_role = replica",
      `set role "${owner}"`,
      "select rolpassword from pg_authid",
      "copy public.users to program 'cat'",
      "copy public.users from '/etc/passwd'",
      "select pg_read_file('PG_VERSION')",
      "alter system set log_statement = 'all'",
    ]
  ) {
    await assert.rejects(db.app.unsafe(statement), { code: "42501" }, statement);
  }
});
