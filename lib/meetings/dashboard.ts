/** What pages show before their connection stands. */
import type { Request } from "../contract/meetings.ts";
import type { Notification } from "../contract/notifications.ts";
import { type Reach, reachOf } from "../contract/reach.ts";
import type { User } from "../contract/users.ts";
import { currentOffset } from "../db/offset.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { listNotifications } from "./notifications.ts";
import { listRequests } from "./requests.ts";

/** The bell: `offset` is older than the rows, so that a connection from it misses nothing. */
export type Inbox = { offset: string; notifications: Notification[]; unread_count: number };

/** `reach` tells how far down the requests are known. */
export type Dashboard = Inbox & { requests: Request[]; reach: Reach[] };

const latest = { limit: 10, offset: 0, unread_only: false };
/** One more than a dashboard shows tells whether there are more. */
const recent = { limit: 101, offset: 0 };
const pending = { limit: 500, offset: 0, status: "pending" as const };

/** A person's ten latest notifications and the number of unread ones. */
export async function loadInbox(sql: Queries, user: User): Promise<Inbox> {
  const offset = await attempt(() => currentOffset(sql));
  const { notifications, unread_count } = await listNotifications(sql, user.id, latest);
  return { offset, notifications, unread_count };
}

/** The inbox, and the person's requests: all that are pending and the latest others. */
export async function loadDashboard(sql: Queries, user: User): Promise<Dashboard> {
  const inbox = await loadInbox(sql, user);
  const [waiting, newest] = await Promise.all([
    listRequests(sql, user, pending),
    listRequests(sql, user, recent),
  ]);
  const reach = [reachOf(waiting, pending.limit, "pending"), reachOf(newest, recent.limit)];
  return { ...inbox, requests: newestFirst([...waiting, ...newest]), reach };
}

/** Without repeats; a row read twice counts as it was read last. */
function newestFirst(requests: Request[]): Request[] {
  const byId = new Map(requests.map((request) => [request.id, request]));
  return [...byId.values()].sort((a, b) => b.created_at.localeCompare(a.created_at) || b.id - a.id);
}
