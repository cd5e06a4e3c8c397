/** What must be true at the end, by Postgres' own account. */
import assert from "node:assert/strict";
import type { FeedEvents } from "../../../lib/contract/events.ts";
import type { Position } from "../../../lib/db/offset.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { type Change, readReplay } from "../../../lib/realtime/change_feed.ts";
import { type Sent, TestConnection } from "../../helpers/audience.ts";
import { offsets } from "../../helpers/auth.ts";
import type { Scene } from "./feed_stage.ts";

type Mark = Pick<Change, "xid" | "id" | "recipient_id" | "topic" | "op" | "row_id">;

const keyOf = ({ xid, id, recipient_id, topic, op, row_id }: Mark) =>
  `${xid} ${id} ${recipient_id} ${topic} ${op} ${row_id}`;

/** Each hub heard every committed change exactly once, and nothing else. */
export async function checkHubs({ sql, start, people, hubs, undone }: Scene): Promise<void> {
  const committed = (await changesAfter(sql, { base: start }, people)).map(keyOf).sort();
  const never = new Set(undone);
  for (const { audience } of hubs) {
    const heard = audience.changes.all;
    assert.deepEqual(heard.map(keyOf).sort(), committed);
    assert.deepEqual(audience.resyncs.all, []);
    for (const { payload } of heard) {
      const title = (payload as { title?: string } | null)?.title ?? "";
      assert.ok(!never.has(title), `"${title}" was rolled back`);
    }
  }
}

/** The rows that clients have after the events are those of the tables. */
export async function checkClients({ sql, hubs }: Scene): Promise<void> {
  for (const { connections } of hubs) {
    for (const [person, { sent }] of connections) {
      const model = new Model().apply(sent.all);
      assert.deepEqual(model.rows, await rowsOf(sql, person), `as seen by ${person}`);
      assert.equal(model.unread, unreadIn(model), `unread of ${person}`);
    }
  }
}

/** From any offset that was seen, exactly what came after it can be read. */
export async function checkReplays({ sql, hubs }: Scene): Promise<void> {
  for (const { hub, connections } of hubs) {
    for (const [person, { sent }] of connections) {
      const rows = await rowsOf(sql, person);
      for (const index of sample(sent.all.length, 3)) {
        const from = offsets.open(sent.all[index].offset)!;
        const expected = await changesAfter(sql, from.position, [person]);
        const read = await replay(sql, from.position, hub.cursor.position.base, person);
        assert.deepEqual(read.map(keyOf).sort(), expected.map(keyOf).sort());

        const again = new TestConnection(person, hub, sql);
        await again.connection.start(sent.all[index].offset);
        assert.equal(again.sent.all.at(-1)?.event, "ready");
        const model = new Model().apply(sent.all.slice(0, index + 1)).apply(again.sent.all);
        assert.deepEqual(model.rows, rows, `replayed from ${sent.all[index].offset}`);
      }
    }
  }
}

function sample(length: number, count: number): number[] {
  const picks = Array.from({ length: count }, (_, i) => Math.floor(i * (length - 1) / (count - 1)));
  return [...new Set(picks)];
}

/** By definition: what is not visible in the base, but for what a series had sent up to `after`. */
async function changesAfter(sql: Sql, position: Position, people: number[]): Promise<Mark[]> {
  const { base, upper = base, after = { xid: "0", id: "0" } } = position;
  return await sql<Mark[]>`
    select xid::text, id::text, recipient_id, topic, op, row_id::int from private.changes
    where recipient_id in ${sql(people)}
      and not pg_visible_in_snapshot(xid, ${base}::text::pg_snapshot)
      and (
        not pg_visible_in_snapshot(xid, ${upper}::text::pg_snapshot)
        or (xid, id) > (${after.xid}::text::xid8, ${after.id}::text::bigint)
      )`;
}

/** As a connection does it, but change by change. */
async function replay(sql: Sql, position: Position, end: string, person: number) {
  const { base, upper, after } = position;
  const parts = upper
    ? [{ base, upper, after }, { base: upper, upper: end }]
    : [{ base, upper: end }];
  const limit = 90;
  const all: Change[] = [];
  for (const part of parts) {
    for (let { after } = part as { after?: Change }, more = true; more;) {
      const { changes } = await readReplay(sql, { ...part, after, limit }, person);
      all.push(...changes);
      after = changes.at(-1);
      more = changes.length === limit;
    }
  }
  return all;
}

type Rows = { notifications: unknown[]; requests: unknown[]; schedules: unknown[] };

/**
 * All that a person may see, as clients hold it. An update that leaves a notification as it was is
 * no event, so its time and version are left out.
 */
export async function rowsOf(sql: Sql, person: number): Promise<Rows> {
  const [rows] = await sql<Rows[]>`
    select
      (select coalesce(
        json_agg(private.notification_json(n)::jsonb - '{updated_at,version}'::text[] order by id), '[]'
      ) from meeting_notifications n where recipient_id = ${person}) as notifications,
      (select coalesce(json_agg(private.request_json(r, ${person}) order by id), '[]')
        from meeting_requests r where ${person} in (requester_id, expert_id)) as requests,
      (select coalesce(json_agg(private.schedule_json(s) order by id), '[]')
        from schedules s where ${person} in (user_id, mentor_id)) as schedules`;
  return { ...rows };
}

type Row = { id: number; version: number } & Record<string, unknown>;

/** A client that starts with no rows and applies events alone. */
export class Model {
  #notifications = new Map<number, Row>();
  #requests = new Map<number, Row>();
  #schedules = new Map<number, Row>();
  unread = 0;

  get rows(): Rows {
    const sorted = (rows: Map<number, Row>) => [...rows.values()].sort((a, b) => a.id - b.id);
    return {
      notifications: sorted(this.#notifications)
        .map(({ updated_at: _, version: __, ...row }) => row),
      requests: sorted(this.#requests),
      schedules: sorted(this.#schedules),
    };
  }

  apply(events: Sent[]): this {
    for (const { event, payload } of events) {
      if (event === "ready") continue;
      assert.notEqual(event, "resync");
      this.#applyOne(event as keyof FeedEvents, payload as Row);
    }
    return this;
  }

  #applyOne(event: keyof FeedEvents, { unread_count, ...row }: Row): void {
    if (typeof unread_count === "number") this.unread = unread_count;
    switch (event) {
      case "new_meeting_notification":
      case "meeting_notification_updated":
        return this.#keep(this.#notifications, row);
      case "notification_marked_read":
        return this.#mark([row.notification_id as number], [row.version as number], row);
      case "notifications_marked_read":
        return this.#mark(row.notification_ids as number[], row.versions as number[], row);
      case "meeting_notification_deleted":
        return void this.#notifications.delete(row.notification_id as number);
      case "new_meeting_request":
      case "meeting_request_sent":
      case "meeting_request_updated":
        return this.#keep(this.#requests, row);
      case "meeting_request_deleted":
        return void this.#requests.delete(row.request_id as number);
      case "schedule_created":
      case "schedule_updated":
        return this.#keep(this.#schedules, row);
      case "schedule_deleted":
        return void this.#schedules.delete(row.schedule_id as number);
    }
  }

  #mark(ids: number[], versions: number[], { is_read, read_at }: Row): void {
    for (const [index, id] of ids.entries()) {
      const known = this.#notifications.get(id);
      const version = versions[index];
      if (known) this.#keep(this.#notifications, { ...known, is_read, read_at, version });
    }
  }

  #keep(rows: Map<number, Row>, row: Row): void {
    const known = rows.get(row.id);
    assert.ok(!known || known.version <= row.version, "a version never goes back");
    rows.set(row.id, row);
  }
}

function unreadIn({ rows }: Model): number {
  return rows.notifications.filter((row) => !(row as { is_read: boolean }).is_read).length;
}
