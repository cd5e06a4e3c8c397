/** What every page behind the sign-in shows before its connection stands. */
import type { Notification } from "../contract/notifications.ts";
import type { Page } from "../contract/pages.ts";
import type { User } from "../contract/users.ts";
import type { Offsets } from "../db/offset.ts";
import type { Queries } from "../db/pool.ts";
import { listNotifications } from "./notifications.ts";

/** `offset` is where the rows were read, so that a connection from it misses nothing. */
export type Inbox = { offset: string; latest: Page<Notification>; unread: number };

/** A person's ten latest notifications and the number of unread ones. */
export async function loadInbox(
  { sql, offsets }: { sql: Queries; offsets: Offsets },
  user: User,
): Promise<Inbox> {
  const query = { limit: 10, offset: 0, unread_only: false };
  const { rows, next, unread_count, seen } = await listNotifications(sql, user.id, query);
  const offset = offsets.seal(seen.epoch, seen.position);
  return { offset, latest: { rows, next }, unread: unread_count };
}
