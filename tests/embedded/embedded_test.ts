import assert from "node:assert/strict";
import { join } from "node:path";
import { type Embedded, startEmbedded } from "../../lib/embedded/mod.ts";
import { processesIn } from "../../lib/embedded/leftovers.ts";
import { StartError } from "../../lib/db/errors.ts";
import { connect, disconnect, ping, type Sql } from "../../lib/db/pool.ts";
import { startProcess } from "../helpers/processes.ts";

const isRoot = Deno.uid() === 0;

Deno.test("a restart on the same data loses nothing and keeps the address", async () => {
  await using scratch = await scratchDirectory();
  const first = await startEmbedded({ dataDir: scratch.path });
  await withSql(first.url, (sql) => sql`create table kept as select 'ÄÖ 💙' as text`);
  await first.stop();
  assert.deepEqual(await processesIn(join(scratch.path, "postgres")), []);

  const second = await startEmbedded({ dataDir: scratch.path });
  const rows = await withSql(second.url, (sql) => sql`select text from kept`);
  await second.stop();
  assert.deepEqual([...rows], [{ text: "ÄÖ 💙" }]);
  assert.equal(second.url, first.url);
});

Deno.test("the database is UTF-8, keeps UTC and is safe from a power cut", async () => {
  await using scratch = await scratchDirectory();
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path }));
  const [settings] = await withSql(embedded.superuserUrl, (sql) =>
    sql`
      select current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
        current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
        current_setting('unix_socket_directories') as sockets, lower('ÄÉ') as lower,
        current_setting('server_version_num')::int / 10000 as major`);
  assert.deepEqual(settings, {
    encoding: "UTF8",
    zone: "UTC",
    fsync: "on",
    addresses: "127.0.0.1",
    sockets: "",
    lower: "äé",
    major: 18,
  });
});

Deno.test("a connection without the password is refused", async () => {
  await using scratch = await scratchDirectory();
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path }));
  const url = new URL(embedded.url);
  url.password = "wrong";
  await assert.rejects(withSql(url.href, ping), { code: "28P01" });
});

Deno.test("a second start on the same data is refused and names the first", async () => {
  await using scratch = await scratchDirectory();
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path }));
  await using app = startProcess("tests/embedded/embedded_app.ts", [scratch.path]);
  const appError = await app.next("refused");
  assert.match(appError, new RegExp(`already running .*process ${Deno.pid}.*DATA_DIR`));
  await withSql(embedded.url, ping);
});

Deno.test("after kill -9 of the app the next start recovers by itself", async () => {
  await using scratch = await scratchDirectory();
  const orphan = await orphanedBy(scratch.path, "create table kept as select 1 as one");
  const reported: string[] = [];
  const report = (line: string) => reported.push(line);
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path, report }));
  assert.equal(embedded.url, orphan.url);
  assert.notEqual(embedded.pid, orphan.pid);
  assert.match(reported.join("\n"), new RegExp(`Recovering: .*process ${orphan.pid}`));
  const pids = await processesIn(join(scratch.path, "postgres"));
  assert.ok(!pids.includes(orphan.pid) && pids.includes(embedded.pid));
  await withSql(embedded.url, (sql) => sql`select one from kept`);
});

Deno.test("after kill -9 of the app and of Postgres, with a query running", async () => {
  await using scratch = await scratchDirectory();
  const orphan = await orphanedBy(scratch.path, "create table kept as select 1 as one");
  const sql = connect(orphan.url, { max: 1 });
  await ping(sql);
  const busy = assert.rejects(
    sql`select count(*) from generate_series(1, 1000000000000)`.execute(),
  );
  Deno.kill(orphan.pid, "SIGKILL");
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path }));
  await busy;
  await disconnect(sql, 0);
  await withSql(embedded.url, (sql) => sql`select one from kept`);
});

Deno.test("the process of another program that a stale pid file names is left alone", async () => {
  await using scratch = await scratchDirectory();
  await (await startEmbedded({ dataDir: scratch.path })).stop();
  const bystander = new Deno.Command("sleep", { args: ["60"] }).spawn();
  const pidFile = join(scratch.path, "postgres", "postmaster.pid");
  await Deno.writeTextFile(pidFile, `${bystander.pid}\n${scratch.path}/postgres\n`);
  const embedded = await startEmbedded({ dataDir: scratch.path });
  await withSql(embedded.url, ping);
  await embedded.stop();
  bystander.kill("SIGKILL");
  assert.equal((await bystander.status).signal, "SIGKILL", "the bystander still ran");
});

Deno.test("a killed Postgres is started again on the same port, with everything committed", async () => {
  await using scratch = await scratchDirectory();
  const again = Promise.withResolvers<void>();
  const report = (line: string) => line === "Postgres is running again" && again.resolve();
  await using embedded = disposable(await startEmbedded({ dataDir: scratch.path, report }));
  const { pid } = embedded;
  await withSql(embedded.url, (sql) => sql`create table kept as select 1 as one`);
  Deno.kill(pid, "SIGKILL");
  await again.promise;
  assert.notEqual(embedded.pid, pid);
  await withSql(embedded.url, (sql) => sql`select one from kept`);
});

Deno.test("a Postgres that cannot be started again is reported", async () => {
  await using scratch = await scratchDirectory();
  const embedded = await startEmbedded({ dataDir: scratch.path, pauses: [0, 1] });
  await Deno.remove(join(scratch.path, "postgres", "global"), { recursive: true });
  Deno.kill(embedded.pid, "SIGKILL");
  const error = await embedded.failed;
  await embedded.stop();
  assert.ok(error instanceof StartError);
  assert.match(error.message, /did not start [^]*pg_control/);
});

Deno.test("Ctrl-C in a terminal reaches the app, not its database", async () => {
  await using scratch = await scratchDirectory();
  const app = startProcess("tests/embedded/embedded_app.ts", [scratch.path], { detached: true });
  const [url] = (await app.next("ready")).split(" ");
  Deno.kill(-app.pid, "SIGINT");
  await app.next("interrupted");
  await withSql(url, ping);
  assert.equal((await app.close()).code, 0);
  assert.match(app.output(), /\nstopped\n$/);
  assert.doesNotMatch(app.output(), /unexpectedly/);
});

Deno.test("data of another version is refused and left alone", async () => {
  await using scratch = await scratchDirectory();
  const directory = join(scratch.path, "postgres");
  await Deno.mkdir(directory);
  await Deno.writeTextFile(join(directory, "PG_VERSION"), "16\n");
  await refused(scratch.path, /written by Postgres 16; this is Postgres 18\.\nMove it away/);
  assert.equal(await Deno.readTextFile(join(directory, "PG_VERSION")), "16\n");
});

Deno.test("a directory of other files is refused and left alone", async () => {
  await using scratch = await scratchDirectory();
  const directory = join(scratch.path, "postgres");
  await Deno.mkdir(directory);
  await Deno.writeTextFile(join(directory, "diary.txt"), "mine");
  await refused(scratch.path, /is not a Postgres data directory/);
  assert.equal(await Deno.readTextFile(join(directory, "diary.txt")), "mine");
});

Deno.test("a data directory that cannot be made is refused with a remedy", async () => {
  await using scratch = await scratchDirectory();
  const file = join(scratch.path, "file");
  await Deno.writeTextFile(file, "");
  await refused(join(file, "data"), /cannot use .*\n.*DATA_DIR/);
});

Deno.test("what a start leaves that was killed while initialising is removed", async () => {
  await using scratch = await scratchDirectory();
  const draft = join(scratch.path, "postgres.new.abc");
  await Deno.mkdir(draft);
  await Deno.writeTextFile(join(draft, "PG_VERSION"), "18\n");
  await (await startEmbedded({ dataDir: scratch.path, fast: true })).stop();
  const names = [...Deno.readDirSync(scratch.path)].map(({ name }) => name).sort();
  assert.deepEqual(names, ["lock", "postgres", "postgres.log"]);
});

Deno.test("a port that is taken is replaced by another", async () => {
  await using scratch = await scratchDirectory();
  const first = await startEmbedded({ dataDir: scratch.path });
  await first.stop();
  using _taken = Deno.listen({ hostname: "127.0.0.1", port: Number(new URL(first.url).port) });
  await using second = disposable(await startEmbedded({ dataDir: scratch.path }));
  assert.notEqual(new URL(second.url).port, new URL(first.url).port);
  await withSql(second.url, ping);
});

Deno.test("the password is readable by its owner alone", async () => {
  await using scratch = await scratchDirectory();
  await (await startEmbedded({ dataDir: scratch.path })).stop();
  const { mode } = await Deno.stat(join(scratch.path, "postgres", "liaison.password"));
  assert.equal((mode ?? 0) & 0o777, 0o600);
});

Deno.test({
  name: "root runs it as an ordinary user, below directories that user may enter or not",
  ignore: !isRoot, // Only root can start it as another user.
  async fn() {
    for (const mode of [0o755, 0o700]) {
      await using scratch = await scratchDirectory();
      await Deno.chmod(scratch.path, mode);
      const dataDir = join(scratch.path, "data");
      await using embedded = disposable(await startEmbedded({ dataDir }));
      const { uid } = await Deno.stat(join(dataDir, "postgres"));
      assert.notEqual(uid, 0);
      const [{ owner }] = await withSql(
        embedded.superuserUrl,
        (sql) => sql`select (pg_stat_file('postmaster.pid')).size > 0 as owner`,
      );
      assert.equal(owner, true);
    }
  },
});

async function scratchDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "liaison-embedded-" });
  const remove = () => Deno.remove(path, { recursive: true });
  return { path, [Symbol.asyncDispose]: remove };
}

function disposable(embedded: Embedded): Embedded & AsyncDisposable {
  return Object.assign(embedded, { [Symbol.asyncDispose]: () => embedded.stop() });
}

async function withSql<T>(url: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = connect(url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await disconnect(sql, 0);
  }
}

/** Starts an app on a data directory, runs a statement there and kills the app. */
async function orphanedBy(
  dataDir: string,
  statement: string,
): Promise<{ url: string; pid: number }> {
  const app = startProcess("tests/embedded/embedded_app.ts", [dataDir]);
  const [url, pid] = (await app.next("ready")).split(" ");
  await withSql(url, (sql) => sql.unsafe(statement));
  app.signal("SIGKILL");
  await app.close();
  return { url, pid: Number(pid) };
}

async function refused(dataDir: string, pattern: RegExp): Promise<void> {
  await assert.rejects(startEmbedded({ dataDir }), (error) => {
    assert.ok(error instanceof StartError, String(error));
    assert.match(error.message, pattern);
    return true;
  });
}
