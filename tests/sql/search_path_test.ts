/** Whatever a writer's search path has or lacks, writing works, and nothing of it runs as the owner. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Sql } from "../../lib/db/pool.ts";
import { type TestDatabase, testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";

const TABLES = ["users", "meeting_requests", "schedules", "meeting_notifications"];

/** One connection that writes as a role which may do so, with a hub that listens. */
async function writer(): Promise<TestDatabase & { john: number; sarah: number; role: string }> {
  const db = await testDatabase({ max: 1 });
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const role = `writer_${randomUUID().replaceAll("-", "")}`;
  await sql`create role ${sql(role)}`;
  for (const table of TABLES) {
    await sql`grant select, insert, update, delete, truncate on ${sql(table)} to ${sql(role)}`;
  }
  await sql`grant usage on all sequences in schema public to ${sql(role)}`;
  await sql`insert into private.hubs (id, mode) values (gen_random_uuid(), 'listening')`;
  const drop = async () => {
    await sql`reset role`;
    await sql`reset search_path`;
    await sql`drop owned by ${sql(role)} cascade`;
    await sql`drop role ${sql(role)}`;
    await db.drop();
  };
  return { ...db, john: john.id, sarah: sarah.id, role, [Symbol.asyncDispose]: drop };
}

/** Every kind of write, with ids of the database's and of the writer's. */
async function writeAll(sql: Sql, john: number, sarah: number): Promise<void> {
  for (const [index, id] of [sql`default`, 5000].entries()) {
    await sql`
      insert into public.users (id, email, full_name, role)
      values (${id}, ${`new${index}@example.org`}, 'New', 'patient')`;
    await sql`
      insert into public.meeting_requests (id, requester_id, expert_id, message)
      values (${id}, ${john}, ${sarah}, 'x')`;
    await sql`
      insert into public.schedules (id, user_id, mentor_id, start_datetime, end_datetime) values (
        ${id}, ${john}, ${sarah}, ${`2030-01-0${index + 1}T10:00Z`}, ${`2030-01-0${
      index + 1
    }T11:00Z`}
      )`;
    await sql`
      insert into public.meeting_notifications
        (id, user_id, mentor_id, notification_type, title, message)
      values (${id}, ${john}, ${sarah}, 'news', 'x', 'x')`;
  }
  await sql`
    select public.send_meeting_notification(
      user_id => ${john}, mentor_id => ${sarah}, notification_type => 'message', title => 'x',
      message => 'x')`;
  await sql`update public.users set bio = 'x'`;
  await sql`update public.meeting_requests set status = 'accepted'`;
  await sql`update public.schedules set status = 'cancelled'`;
  await sql`update public.meeting_notifications set is_read = true`;
  await sql`delete from public.meeting_notifications`;
  await sql`delete from public.schedules`;
  await sql`delete from public.meeting_requests`;
  await sql`truncate public.meeting_notifications`;
  await sql`delete from public.users`;
}

Deno.test("a writer whose search path is empty, or their own, writes everything", async () => {
  for (const path of ["", "pg_catalog", "own"]) {
    await using db = await writer();
    const { sql, john, sarah, role } = db;
    await sql`create schema own`;
    await sql`set role ${sql(role)}`;
    await sql`select set_config('search_path', ${path}, false)`;
    await writeAll(sql, john, sarah);
  }
});

Deno.test("nothing in a writer's search path runs as the owner of the tables", async () => {
  await using db = await writer();
  const { sql, john, sarah, role } = db;
  await lay(sql, role);
  await sql`set role ${sql(role)}`;
  await sql`create temp view hubs as select own.trap() as mode`;
  for (const table of [...TABLES, "changes", "notification_choices", "feed", "sessions"]) {
    await sql`create temp view ${sql(table)} as select own.trap() as id`;
  }
  await sql`set search_path = own, pg_temp, pg_catalog, public`;
  await writeAll(sql, john, sarah);
});

Deno.test("functions that run as their owner have one search path, others have none", async () => {
  await using db = await testDatabase();
  const rows = await db.sql<{ name: string; is_owner: boolean; settings: string | null }[]>`
    select oid::regprocedure::text as name, prosecdef as is_owner,
      array_to_string(proconfig, ', ') as settings
    from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`;
  assert.ok(rows.some(({ is_owner }) => is_owner));
  for (const { name, is_owner, settings } of rows) {
    assert.equal(settings, is_owner ? "search_path=pg_catalog, pg_temp" : null, name);
  }
});

Deno.test("functions name what they use with its schema", async () => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  await sql`set search_path = pg_catalog, pg_temp`;
  await sql`set check_function_bodies = on`;
  const rows = await sql<{ definition: string }[]>`
    select pg_get_functiondef(oid) as definition from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and not exists (
      select from pg_depend where objid = pg_proc.oid and deptype = 'e'
    )`;
  for (const { definition } of rows) await sql.unsafe(definition);
});

/**
 * A schema `own` whose operators, and functions that ours call, stand in front of those of Postgres
 * and fail for anybody but the writer.
 */
async function lay(sql: Sql, role: string): Promise<void> {
  await sql`create schema own`;
  await sql`grant usage on schema own to ${sql(role)}`;
  await sql.unsafe(`
    create function own.trap() returns boolean language plpgsql as $$
    begin
      if current_user <> '${role}' then
        raise exception 'the writer runs as %', current_user;
      end if;
      return true;
    end $$;
    do $$
    declare
      f record;
    begin
      for f in
        select proname, pg_get_function_identity_arguments(oid) as args, prorettype::regtype as type
        from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace and proname in (
          'now', 'current_setting', 'set_config', 'nextval', 'setval', 'pg_notify',
          'pg_sequence_last_value'
        )
      loop
        execute format(
          'create function own.%I(%s) returns %s language sql as
            $f$ select own.trap(); select null::%3$s $f$',
          f.proname, f.args, f.type);
      end loop;
      for f in
        select o.oid, oprname, oprleft::regtype as one, oprright::regtype as other
        from pg_operator o
        where oprnamespace = 'pg_catalog'::regnamespace and oprresult = 'boolean'::regtype
          and array[oprleft, oprright] <@ '{integer,bigint,text,boolean}'::regtype[]::oid[]
      loop
        execute format(
          'create function own.trap_%s(%s, %s) returns boolean language sql as
            $f$ select own.trap() $f$;
          create operator own.%s (leftarg = %2$s, rightarg = %3$s, function = own.trap_%1$s)',
          f.oid, f.one, f.other, f.oprname);
      end loop;
    end $$`);
}
