/**
 * The embedded server's three roles. The superuser starts it and makes the other two: the owner of
 * the database, whose address is printed, and the app's role, which migrations/grants.sql allows
 * what the app does.
 */
import { createHmac } from "node:crypto";
import { type Cluster, SUPERUSER } from "./cluster.ts";
import { APP_ROLE } from "../db/grants.ts";
import { connect, disconnect, type Sql } from "../db/pool.ts";
import { begin } from "../db/postgres_js/transactions.ts";

export type Urls = {
  /** Of the role that owns the database: it migrates, and is for people at `psql`. */
  url: string;
  /** Of the role that the app works as. */
  appUrl: string;
  /** Of the superuser; never shown. */
  superuserUrl: string;
};

/** The name of the database. */
export const DATABASE = "liaison";
const OWNER = "liaison_owner";

/** The addresses of the server on `port`, passwords included. */
export function urlsOf({ password }: Pick<Cluster, "password">, port: number | string): Urls {
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
  return {
    url: url(OWNER, passwordOf(OWNER, password)),
    appUrl: url(APP_ROLE, passwordOf(APP_ROLE, password)),
    superuserUrl: url(SUPERUSER, password),
  };
}

/**
 * Makes the roles and the database where they are missing. In a database of the time when the
 * superuser owned everything, everything is given to the owner.
 */
export async function prepareRoles(
  cluster: Cluster,
  port: number,
  report: (line: string) => void,
): Promise<Urls> {
  const urls = urlsOf(cluster, port);
  await onServer(withDatabase(urls.superuserUrl, "postgres"), async (sql) => {
    const roles = await sql<{ rolname: string }[]>`select rolname from pg_roles`;
    for (const [role, options] of [[APP_ROLE, ""], [OWNER, "createrole"]]) {
      if (roles.some(({ rolname }) => rolname === role)) continue;
      const password = passwordOf(role, cluster.password);
      await sql.unsafe(`create role ${role} login password '${password}' ${options}`);
    }
    // The owner may see and end the app's connections.
    await sql.unsafe(`grant ${APP_ROLE}, pg_checkpoint to ${OWNER}`);
    const [found] = await sql`select from pg_database where datname = ${DATABASE}`;
    if (!found) await sql.unsafe(`create database ${DATABASE} owner ${OWNER}`);
  });
  await onServer(urls.superuserUrl, async (sql) => {
    const [{ owner }] = await sql<{ owner: string }[]>`
      select datdba::regrole::text as owner from pg_database where datname = ${DATABASE}`;
    if (owner === OWNER) return;
    report(`Giving the database to the role ${OWNER}, which is no superuser`);
    await giveToOwner(sql);
  });
  return urls;
}

/** The superuser's password cannot be found out from it. */
function passwordOf(role: string, superuserPassword: string): string {
  return createHmac("sha256", superuserPassword).update(role).digest("base64url");
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function onServer(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = connect(url, { max: 1 });
  await work(sql).finally(() => disconnect(sql));
}

/** `reassign owned` refuses the objects of the first superuser, so each is given by itself. */
async function giveToOwner(sql: Sql): Promise<void> {
  await begin(sql, async (tx) => {
    const statements = await tx<{ statement: string }[]>`
      with ours as (
        select oid, nspowner, nspname from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'
      ), parts as (
        select classid, objid from pg_depend where deptype in ('a', 'i', 'e')
      )
      select format('alter schema %I owner to %I', nspname, ${OWNER}::text) as statement
      from ours where nspowner = ${SUPERUSER}::regrole
      union all
      select format('alter table %s owner to %I', oid::regclass, ${OWNER}::text) from pg_class
      where relowner = ${SUPERUSER}::regrole and relnamespace in (select oid from ours)
        and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and ('pg_class'::regclass, oid) not in (select * from parts)
      union all
      select format('alter type %s owner to %I', t.oid::regtype, ${OWNER}::text)
      from pg_type t left join pg_class c on c.oid = typrelid
      where typowner = ${SUPERUSER}::regrole and typnamespace in (select oid from ours)
        and (typtype in ('e', 'd', 'r') or relkind = 'c')
        and ('pg_type'::regclass, t.oid) not in (select * from parts)
      union all
      select format('alter routine %s owner to %I', oid::regprocedure, ${OWNER}::text)
      from pg_proc
      where proowner = ${SUPERUSER}::regrole and pronamespace in (select oid from ours)
        and ('pg_proc'::regclass, oid) not in (select * from parts)`;
    for (const { statement } of statements) await tx.unsafe(statement);
    await tx.unsafe(`alter database ${DATABASE} owner to ${OWNER}`);
  });
}
