/** A database per test: made from the migrated template, dropped afterwards. */
import { randomUUID } from "node:crypto";
import type { User } from "../../lib/contract/users.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { patient, researcher } from "./factories.ts";

export type TestDatabase = AsyncDisposable & {
  /** Of the role that owns it. */
  url: string;
  /** Of the role that the app works as. */
  appUrl: string;
  sql: Sql;
  /** Closes the pool and drops the database. Throws if anybody else stays connected to it. */
  drop(): Promise<void>;
};

export type DatabaseWithPeople = TestDatabase & { john: User; sarah: User };

export type TestDatabaseOptions = {
  /** The database to copy; unless it is named, the migrated one. `template0` is an empty one. */
  template?: string;
  /** Whether it has the demo accounts. */
  demo?: boolean;
  /** Most connections of `sql`. */
  max?: number;
};

/** Makes a database: `await using db = await testDatabase();`. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { demo, max } = options;
  const template = options.template ?? required(demo ? "TEST_DEMO_TEMPLATE" : "TEST_TEMPLATE");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer((admin) => admin`create database ${admin(name)} template ${admin(template)}`);
  const url = databaseUrl(name);
  const sql = connect(url, { max });
  const drop = async () => {
    await disconnect(sql);
    await administer(async (admin) => {
      try {
        // Postgres waits five seconds for those who are about to end.
        await admin`drop database if exists ${admin(name)}`;
      } catch (error) {
        await admin`drop database if exists ${admin(name)} with (force)`;
        throw error;
      }
    });
  };
  const appUrl = databaseUrl(name, "TEST_APP_DATABASE_URL");
  return { url, appUrl, sql, drop, [Symbol.asyncDispose]: drop };
}

/** Makes a database with a patient and a researcher. */
export async function databaseWithPeople(
  options?: TestDatabaseOptions,
): Promise<DatabaseWithPeople> {
  const db = await testDatabase(options);
  const john = await patient(db.sql, { full_name: "John Doe" });
  const sarah = await researcher(db.sql, { full_name: "Dr. Sarah Smith" });
  return { ...db, john, sarah };
}

/** The test server's address with another database's name, and the role of the `variable`. */
export function databaseUrl(name: string, variable = "TEST_DATABASE_URL"): string {
  const url = new URL(required(variable));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(work: (admin: Sql) => PromiseLike<unknown>): Promise<void> {
  const admin = connect(required("TEST_DATABASE_URL"), { max: 1 });
  try {
    await work(admin);
  } finally {
    await disconnect(admin);
  }
}

function required(name: string): string {
  const value = Deno.env.get(name);
  if (value) return value;
  throw new Error(
    "This test needs the database that the task starts: run `deno task test tests/x_test.ts`.",
  );
}
