/** What a run of tests needs: a Postgres, two roles, two template databases and the pages' bundle. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createDemoAccounts } from "../../lib/auth/mod.ts";
import { clusterDirectory } from "../../lib/embedded/cluster.ts";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { APP_ROLE } from "../../lib/db/grants.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { requireServer } from "../../lib/db/server.ts";
import { createBuilder } from "../../lib/http/app.ts";
import { findMemory, keepDatabasesIn, removeMemory } from "./memory.ts";

/**
 * Prepares all that tests share below the folder `scratch`; returns the variables by which they
 * find it. `undo` takes what must be undone afterwards.
 */
export async function prepare(
  root: string,
  scratch: string,
  undo: AsyncDisposableStack,
): Promise<Record<string, string>> {
  const bundled = createBuilder({ root, outDir: scratch }).build({ snapshot: "disk" });
  bundled.catch(() => {}); // awaited below, after what may fail first
  const server = Deno.env.get("TEST_DATABASE_URL") || await startServer(scratch, undo);
  const { ownerUrl: url, appUrl } = await makeRoles(server, undo);
  const admin = connect(url, { max: 1 });
  undo.defer(() => disconnect(admin));
  const template = await makeTemplate(admin, url, "template0", undo, async (sql) => {
    await migrate(sql, join(root, "migrations"));
  });
  const demo = await makeTemplate(admin, url, template, undo, async (sql) => {
    await createDemoAccounts(sql);
  });
  await bundled;
  return {
    TMPDIR: scratch,
    BUNDLE_DIR: scratch,
    TEST_DATABASE_URL: url,
    TEST_APP_DATABASE_URL: appUrl,
    TEST_SUPERUSER_DATABASE_URL: server,
    TEST_TEMPLATE: template,
    TEST_DEMO_TEMPLATE: demo,
  };
}

async function startServer(scratch: string, undo: AsyncDisposableStack): Promise<string> {
  const memory = await findMemory();
  if (memory) undo.defer(() => removeMemory(memory));
  const dataDir = join(scratch, "postgres");
  const embedded = await startEmbedded({ dataDir, fast: true });
  undo.defer(() => embedded.stop());
  if (memory) await keepDatabasesIn(memory, embedded.superuserUrl, clusterDirectory(dataDir));
  return embedded.superuserUrl;
}

/**
 * Two roles of this run: one owns its databases, the other one is the app's. The owner may make
 * databases and roles, and is no superuser.
 */
async function makeRoles(server: string, undo: AsyncDisposableStack) {
  const sql = connect(server, { max: 1 });
  undo.defer(() => disconnect(sql));
  await requireServer(sql);
  const password = randomUUID();
  const run = password.replaceAll("-", "");
  const [owner, app] = [`test_owner_${run}`, `test_app_${run}`];
  const [group] = await sql`select from pg_roles where rolname = ${APP_ROLE}`;
  if (!group) await sql.unsafe(`create role ${APP_ROLE}`);
  await sql.unsafe(`
    create role ${app} login password '${password}' in role ${APP_ROLE};
    create role ${owner} login createdb createrole password '${password}' in role ${app};
    do $$
    begin
      -- Since Postgres 16 it is what lets a role act as those that it makes.
      if current_setting('server_version_num')::integer >= 160000 then
        alter role ${owner} set createrole_self_grant = 'set, inherit';
      end if;
    end $$`);
  undo.defer(async () => void await sql.unsafe(`drop role ${owner}, ${app}`));
  const urlOf = (role: string) => {
    const url = new URL(server);
    [url.username, url.password] = [role, password];
    return url.href;
  };
  return { ownerUrl: urlOf(owner), appUrl: urlOf(app) };
}

/** Makes a database from another one and `fill`s it; returns its name. */
async function makeTemplate(
  admin: Sql,
  url: string,
  from: string,
  undo: AsyncDisposableStack,
  fill: (sql: Sql) => Promise<void>,
): Promise<string> {
  const name = `template_${randomUUID().replaceAll("-", "")}`;
  await admin`create database ${admin(name)} template ${admin(from)}`;
  undo.defer(async () => {
    await admin`drop database if exists ${admin(name)} with (force)`;
  });
  const target = new URL(url);
  target.pathname = `/${name}`;
  const sql = connect(target.href, { max: 1 });
  await fill(sql).finally(() => disconnect(sql));
  return name;
}
