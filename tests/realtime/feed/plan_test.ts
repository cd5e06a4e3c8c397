/**
 * A poll must not grow with the feed. The plans are those of the very statements that are sent:
 * Postgres' own auto_explain reports them as notices.
 */
import assert from "node:assert/strict";
import { connect, disconnect, type Sql } from "../../../lib/db/pool.ts";
import { FEED_SETTINGS, readPage, readReplay } from "../../../lib/realtime/change_feed.ts";
import { snapshot } from "../../helpers/audience.ts";
import { databaseUrl, databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification, insertNotifications, times } from "../../helpers/factories.ts";

const ROWS = 200_000;
const EXPLAINED = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_format": "json",
  "auto_explain.log_level": "notice",
};

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Node[];
};

/** A superuser's connection whose plans are kept; `scansOf` returns how some work read a table. */
function explaining(url: string, settings: Record<string, string>) {
  const plans: string[] = [];
  const onNotice = (notice: string) => notice.startsWith("duration:") && plans.push(notice);
  const own = databaseUrl(new URL(url).pathname.slice(1), "TEST_SUPERUSER_DATABASE_URL");
  const sql = connect(own, { max: 1, settings: { ...settings, ...EXPLAINED }, onNotice });
  return {
    sql,
    async scansOf(work: (sql: Sql) => Promise<unknown>, table = "changes") {
      plans.length = 0;
      await work(sql);
      const scans = plans.flatMap((plan) =>
        scansIn(JSON.parse(plan.slice(plan.indexOf("{"))).Plan, table)
      );
      const rows = scans.reduce((sum, scan) => sum + rowsRead(scan), 0);
      assert.ok(scans.length > 0, "no plan was seen");
      return { rows, ways: [...new Set(scans.map(wayOf))].sort() };
    },
    [Symbol.asyncDispose]: () => disconnect(sql),
  };
}

function scansIn(node: Node, table: string): Node[] {
  const below = (node.Plans ?? []).flatMap((inner) => scansIn(inner, table));
  return node["Relation Name"] === table || node["Index Name"]?.startsWith(`${table}_`)
    ? [node, ...below]
    : below;
}

function rowsRead(scan: Node): number {
  const removed = (scan["Rows Removed by Filter"] ?? 0) +
    (scan["Rows Removed by Index Recheck"] ?? 0);
  return (scan["Actual Rows"] + removed) * scan["Actual Loops"];
}

function wayOf(scan: Node): string {
  return `${scan["Node Type"]} ${scan["Index Name"] ?? ""}`.trim();
}

/** A feed of `ROWS` old changes for 1,000 people, in transactions that have long ended. */
async function fill(sql: Sql): Promise<void> {
  await sql`
    insert into private.changes (xid, recipient_id, topic, op, row_id)
    select (4 + i / 500)::text::xid8, 1 + i % 1000, 'notification', 'insert', i
    from generate_series(1, ${ROWS}::int) i`;
}

const everyone = Array.from({ length: 500 }, (_, i) => i + 1);

Deno.test("a poll reads what is new, and nothing else", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`alter table private.changes set (autovacuum_enabled = false)`;
  await sql`alter table meeting_notifications set (autovacuum_enabled = false)`;
  const people = [...everyone, john.id];
  await using hub = explaining(db.url, FEED_SETTINGS);

  const inspect = async (statistics: string) => {
    const base = await snapshot(sql);
    const poll = (sql: Sql) => readPage(sql, { base, limit: 1000 }, people);
    await t.step(`with ${statistics}: an idle poll`, async () => {
      for (let i = 0; i < 7; i++) {
        const { rows, ways } = await hub.scansOf(poll);
        assert.equal(rows, 0);
        assert.deepEqual(ways, ["Index Scan changes_pkey"]);
      }
    });
    await t.step(`with ${statistics}: a poll with three new changes`, async () => {
      for (let i = 0; i < 3; i++) {
        await insertNotification(sql, john, sarah);
      }
      const { rows, ways } = await hub.scansOf(async (sql) => {
        assert.equal((await poll(sql)).changes.length, 3);
      });
      assert.ok(rows <= 6, `${rows} rows were read`);
      assert.deepEqual(ways, ["Index Scan changes_pkey"]);
    });
  };

  await sql`analyze private.changes`; // of the empty table
  await fill(sql);
  await inspect("statistics of an empty table");
  await sql`analyze private.changes`;
  await inspect("statistics of the full table");
  await hub.sql`delete from pg_statistic where starelid = 'private.changes'::regclass`;
  await hub.sql`
    update pg_class set reltuples = -1, relpages = 0 where relname in ('changes', 'changes_pkey')`;
  await inspect("no statistics at all");

  const old = await sql.reserve();
  await old`begin`;
  await old`select pg_current_xact_id()`;
  for (let i = 0; i < 20; i++) {
    await sql`
      insert into private.changes (recipient_id, topic, op, row_id)
      select ${john.id}, 'notification', 'insert', i from generate_series(1, 1000) i`;
  }
  await inspect("an old transaction still open");
  await old`rollback`;
  old.release();
});

Deno.test("a replay reads the changes of its own user alone", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using app = explaining(db.url, {});
  const base = await snapshot(sql);
  await fill(sql);
  await insertNotifications(sql, john, sarah, times(20, () => ({})));
  await sql`
    insert into private.changes (recipient_id, topic, op, row_id)
    select 5000 + i % 1000, 'notification', 'insert', i from generate_series(1, ${ROWS}::int) i`;
  for (const analyzed of [false, true]) {
    if (analyzed) await sql`analyze private.changes`;
    for (let i = 0; i < 7; i++) {
      const { rows } = await app.scansOf(async (sql) => {
        const page = await readReplay(sql, { base, limit: 200 }, john.id);
        assert.equal(page.changes.length, 20);
      });
      assert.ok(rows <= 40, `${rows} rows were read ${analyzed ? "with" : "without"} statistics`);
    }
  }
});

Deno.test("a poll reads each row that it delivers for its size and as it is, however many its recipient has", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`alter table meeting_notifications set (autovacuum_enabled = false)`;
  await using hub = explaining(db.url, FEED_SETTINGS);
  const base = await snapshot(sql);
  const poll = (sql: Sql) => readPage(sql, { base, limit: 1000 }, [john.id]);
  const own = 5000;
  await hub.scansOf(poll);
  await insertNotifications(sql, john, sarah, times(own, () => ({})));
  const { rows } = await hub.scansOf(poll, "meeting_notifications");
  assert.equal(rows, 999 + 1000 + own); // measured but for the last, delivered, and counted
});
