/**
 * The feed's SQL. `readPage` answers "what became visible between two snapshots", in order and
 * in pages, with the payloads' present state read in the same statement.
 *
 * New are the changes of transactions that began after `base` was taken, and of those that were
 * in progress in it. Asking for just these two (rather than for everything from xmin on that was
 * not visible) keeps a poll cheap while some transaction stays open for hours.
 */
import type { Sql } from "../db/pool.ts";
import type { Mark, Position } from "../db/offset.ts";
import { type Bounds, MOST_BYTES } from "./page_size.ts";

export type Topic = "notification" | "request" | "schedule" | "session" | TruncatedTable;
/** The topic of the op `truncate`. */
type TruncatedTable = "meeting_notifications" | "meeting_requests" | "schedules" | "sessions";
export type Op = "insert" | "update" | "delete" | "read" | "truncate";

export type Change = Mark & {
  /** Null: everybody. */
  recipient_id: number | null;
  topic: Topic;
  op: Op;
  row_id: number | null;
  /** The row as its recipient sees it now; null if it is gone or somebody else's. */
  payload: unknown;
  /** With notifications: the recipient's, as of this poll; null for those `counted`. */
  unread_count: number | null;
};

/** Whether there is a row to send with such a change. */
export function hasPayload({ topic }: Change): boolean {
  return topic === "notification" || topic === "request" || topic === "schedule";
}

const START: Mark = { xid: "0", id: "0" };
const END: Mark = { xid: "18446744073709551615", id: "9223372036854775807" };

export type FeedPage = {
  upper: string;
  changes: Change[];
  /** Whether more may follow in this series. */
  hasMore: boolean;
  /** Whether `openFeed` was called on this very connection: the driver replaces lost ones. */
  opened: boolean;
};

export type Series =
  & {
    base: string;
    /** The present snapshot when missing; pass the first page's `upper` for the next pages. */
    upper?: string;
    after?: Mark;
    /** The last change to read, itself included. */
    until?: Mark;
    /** Recipients whose unread notifications need not be counted. */
    counted?: number[];
  }
  & Pick<Bounds, "limit">
  & Partial<Bounds>;

/**
 * Settings of the connection that polls. A poll takes longer to plan than to run, so its plan is
 * made once; then the numbers of rows are guesses, so the kinds of scan that a wrong guess leads to
 * are switched off.
 */
export const FEED_SETTINGS = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_bitmapscan: "off",
};

const EVERYBODY = 0;

/** For a hub: the changes of any of `recipients` (and of everybody). */
export function readPage(sql: Sql, series: Series, recipients: number[]): Promise<FeedPage> {
  const list = `{${[EVERYBODY, ...recipients].join()}}`;
  return read(
    sql,
    series,
    sql`coalesce(recipient_id, ${EVERYBODY}) in (select unnest(${list}::text::integer[]))`,
  );
}

/** For one connection that replays. */
export function readReplay(sql: Sql, series: Series, recipient: number): Promise<FeedPage> {
  return read(sql, series, sql`recipient_id = ${recipient}`);
}

async function read(sql: Sql, series: Series, mine: ReturnType<Sql>): Promise<FeedPage> {
  const { begun, ended } = newSince(series);
  const { until = END, limit, bytes = MOST_BYTES, isBare = false } = series;
  const columns = sql`id, xid, recipient_id, topic, op, row_id`;
  const chosen = sql`(xid, id) <= (${until.xid}::xid8, ${until.id}::bigint) and ${mine}
    order by xid, id limit ${limit}`;
  const [page] = await sql<FeedPage[]>`
    with bounds as materialized (
      select coalesce(${series.upper ?? null}::text::pg_snapshot, pg_current_snapshot()) as upper
    ), page as materialized (
      (
        select ${columns} from private.changes
        where (xid, id) > (${begun.xid}::xid8, ${begun.id}::bigint)
          and xid < pg_snapshot_xmax((select upper from bounds))
          and pg_visible_in_snapshot(xid, (select upper from bounds))
          and ${chosen}
      ) union all (
        select found.*
        from unnest(${ended.xids}::text::xid8[], ${ended.ids}::text::bigint[]) open (open_xid, after_id),
          lateral (select ${columns} from private.changes where xid = open_xid and id > after_id and ${chosen}) found
        where pg_visible_in_snapshot(open_xid, (select upper from bounds))
      )
      order by xid, id limit ${limit}
    ), shown as materialized (
      select * from (
        select page.*, sum(${size(sql)}) over (
          order by xid, id rows between unbounded preceding and 1 preceding
        ) as bytes_before
        from page
      ) sized
      where bytes_before is null or bytes_before < ${bytes}
    ), unread as materialized (
      select recipient_id, (
        select count(*)::integer from meeting_notifications n
        where n.recipient_id = notified.recipient_id and not n.is_read
      ) as unread_count
      from (select distinct recipient_id from shown where topic = 'notification') notified
      where recipient_id not in (select unnest(${`{${series.counted ?? ""}}`}::text::integer[]))
    )
    select (select upper::text from bounds) as upper,
      coalesce(current_setting('liaison.opened', true), '') <> '' as opened,
      (select count(*) from page) > least((select count(*) from shown), ${limit} - 1) as "hasMore",
      coalesce((
      select json_agg(json_build_object(
        'xid', xid::text, 'id', id::text, 'recipient_id', recipient_id,
        'topic', topic, 'op', op, 'row_id', row_id, 'unread_count', unread_count,
        'payload', case when not ${isBare}::boolean then ${payload(sql)} end
      ) order by xid, id)
      from shown left join unread using (recipient_id)
    ), '[]') as changes`;
  return page;
}

/** What a `pg_snapshot` consists of; its text is `xmin:xmax:xip,…`. */
export type PgSnapshot = { xmin: bigint; xmax: bigint; inProgress: string[] };

export function parsePgSnapshot(text: string): PgSnapshot {
  const [xmin, xmax, list] = text.split(":");
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), inProgress: list ? list.split(",") : [] };
}

/**
 * Where new changes stand in the index: after `begun`, and in each of the transactions that had
 * not `ended` in the base, after an id of its own.
 */
function newSince({ base, after = START }: Series) {
  const { xmax, inProgress } = parsePgSnapshot(base);
  const [xid, id] = [BigInt(after.xid), after.id];
  const begun = xid < xmax ? { xid: String(xmax), id: "0" } : after;
  const open = inProgress.filter((one) => BigInt(one) >= xid);
  const ids = open.map((one) => BigInt(one) === xid ? id : "0");
  return { begun, ended: { xids: `{${open.join()}}`, ids: `{${ids.join()}}` } };
}

/** Rows are asked for by their id alone: with the recipient, an index by recipient may be taken. */
function payload(sql: Sql): ReturnType<Sql> {
  return sql`case topic
    when 'notification' then (
      select case when n.recipient_id = shown.recipient_id then private.notification_json(n) end
      from meeting_notifications n where n.id = row_id
    )
    when 'request' then (
      select private.request_json(r, shown.recipient_id) from meeting_requests r
      where r.id = row_id and shown.recipient_id in (r.requester_id, r.expert_id)
    )
    when 'schedule' then (
      select private.schedule_json(s) from schedules s
      where s.id = row_id and shown.recipient_id in (s.user_id, s.mentor_id)
    )
  end`;
}

/**
 * About how many bytes a change's payload has. Nothing is read for it that is stored apart from its
 * row, so what is compressed counts as the most that it may be.
 */
function size(sql: Sql): ReturnType<Sql> {
  return sql`500 + coalesce(case topic
    when 'notification' then (
      select octet_length(n.message) + coalesce(
        case when pg_column_compression(n.notification_data) is null
          then pg_column_size(n.notification_data)
          else least(100 * pg_column_size(n.notification_data), 1048576)
        end, 0)
      from meeting_notifications n where n.id = row_id
    )
    when 'request' then (
      select octet_length(r.message) + coalesce(octet_length(r.decision_reason), 0)
      from meeting_requests r where r.id = row_id
    )
    when 'schedule' then (
      select octet_length(s.cancel_reason) from schedules s where s.id = row_id
    )
  end, 0)`;
}

/** Numbers of unread notifications, each counted once however many pages a series has. */
export class UnreadCounts {
  readonly #known = new Map<number, number>();

  /** The recipients who need not be counted again. */
  get counted(): number[] {
    return [...this.#known.keys()];
  }

  /** Learns the numbers that a page came with, and gives them to the changes that have none. */
  fill(changes: Change[]): void {
    for (const change of changes) {
      const { topic, recipient_id, unread_count } = change;
      if (topic !== "notification") continue;
      if (unread_count !== null) this.#known.set(recipient_id!, unread_count);
      else change.unread_count = this.#known.get(recipient_id!) ?? 0;
    }
  }
}

/**
 * Opens the feed and marks the connection, so that `readPage` can see whether it was replaced.
 * Returns the feed's epoch and the present snapshot.
 */
export async function openFeed(sql: Sql): Promise<{ epoch: string; now: string }> {
  const [opened] = await sql<{ epoch: string; now: string }[]>`
    select private.open_feed() as epoch, pg_current_snapshot()::text as now,
      set_config('liaison.opened', 'yes', false)`;
  return opened;
}

/**
 * Where reading goes on from `position` of `epoch`: there, or further back if Postgres has crashed
 * since. `lost` is why it cannot: the position is from another epoch, from before what is kept, or
 * a table was truncated since. Rejects for a position that Postgres cannot parse.
 */
export async function resume(
  sql: Sql,
  epoch: string,
  position: Position,
): Promise<{ lost: string; position?: undefined } | { lost: null; position: Position }> {
  const newest = position.upper ?? position.base;
  const [{ lost, base, clamped }] = await sql<
    { lost: string | null; base: string; clamped: boolean }[]
  >`
    select lost, base::text, clamped
    from private.resume(${epoch}, ${position.base}::text::pg_snapshot, ${newest}::text::pg_snapshot)`;
  if (lost) return { lost };
  return { lost: null, position: clamped ? { base } : position };
}

/** Records that the transaction ids of now are durable: Postgres never gives them out again. */
export async function markDurable(sql: Sql): Promise<void> {
  await sql`select private.mark_durable()`;
}

/** Removes changes, sessions and idempotency keys past their time, a bounded number at once. */
export async function prune(sql: Sql, age: string): Promise<number> {
  const [{ removed }] = await sql<{ removed: number }[]>`
    select private.prune_changes(${age}::text::interval, 5000)::integer as removed`;
  await sql`delete from private.sessions where id in (
    select id from private.sessions where expires_at < now() - interval '30 days' limit 1000)`;
  await sql`delete from private.attempts where at < now() - interval '1 hour'`;
  await sql`delete from private.idempotency_keys where created_at < now() - interval '1 day'`;
  return removed;
}
