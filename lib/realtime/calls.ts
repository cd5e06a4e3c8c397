/** The calls of clients. Each is answered by its event and, if asked for, an acknowledgement. */
import type { z } from "zod";
import { AppError } from "../contract/errors.ts";
import { type Acknowledgement, joinInput, listInput, markReadInput } from "../contract/events.ts";
import { parse } from "../contract/parse.ts";
import type {
  Notification,
  NotificationCounts,
  NotificationsQuery,
} from "../contract/notifications.ts";
import type { Page } from "../contract/pages.ts";
import type { User } from "../contract/users.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import type { ClientSocket } from "./connection.ts";

/** What the domain does for a call; each throws AppErrors. */
export type Calls = {
  listNotifications(
    sql: Sql,
    userId: number,
    query: NotificationsQuery,
  ): Promise<Page<Notification> & NotificationCounts>;
  /** `changed` is false when it was read before: then no row changed and no event follows. */
  readNotification(
    sql: Sql,
    userId: number,
    id: number,
  ): Promise<{ notification: Notification; changed: boolean }>;
  unreadCount(sql: Sql, userId: number): Promise<number>;
};

type Answer = Record<string, unknown>;
type Call = "join_meeting_room" | "get_meeting_notifications" | "mark_notification_read";

/** Calls over the limit are answered up to here, then the connection is ended. */
const MOST_OVER_LIMIT = 1000;

/**
 * Answers the calls of one connection. `limit` throws where its person has made too many, `verify`
 * where its session is over; `offset` is where it stands in the feed, for answers that are events. An error is emitted as
 * `meeting_error` too; so is that a call is unknown.
 */
export function answerCalls(
  socket: ClientSocket,
  user: User,
  { sql, calls, log, limit, verify }: {
    sql: Sql;
    calls: Calls;
    log: Log;
    limit: () => void;
    verify: () => Promise<void>;
  },
  offset: () => string,
): void {
  const known = new Set<string>();
  let overLimit = 0;
  const respond = async (event: string, values: unknown[], answer: () => Promise<Answer>) => {
    const reply = values.find(isCallback) ?? (() => {});
    const acknowledgement = await acknowledge(event, async () => {
      limit();
      await verify();
      return await answer();
    }, log);
    if (!acknowledgement.ok) socket.emit("meeting_error", { event, ...acknowledgement.error });
    reply(acknowledgement);
    if (isOverLimit(acknowledgement) && ++overLimit === MOST_OVER_LIMIT) socket.disconnect(true);
  };
  const on = (event: Call, answer: (payload: unknown) => Promise<Answer>) => {
    known.add(event);
    socket.on(event, (...values) => respond(event, values, () => answer(values[0])));
  };
  socket.onAny((event, ...values) => {
    if (known.has(event)) return;
    const unknown = new AppError("not_found", `There is no such call; there are ${list(known)}`);
    return respond(String(event).slice(0, 100), values, () => Promise.reject(unknown));
  });

  on("join_meeting_room", (payload) => {
    const { user_id, user_type } = parse(joinInput, payload);
    mustBe(user, user_id);
    if (user_type !== userType(user)) {
      throw new AppError(
        "forbidden",
        `You are a ${userType(user) ?? user.role}, not a ${user_type}`,
      );
    }
    const answer = { room: `user:${user_id}`, user_id, user_type };
    socket.emit("joined_meeting_room", answer);
    return Promise.resolve(answer);
  });

  on("get_meeting_notifications", async (payload) => {
    const { user_id, ...query } = parse(listInput, payload);
    mustBe(user, user_id);
    const { rows, unread_count, total } = await calls.listNotifications(sql, user.id, query);
    const answer = { notifications: rows, unread_count, total };
    socket.emit("meeting_notifications", answer);
    return answer;
  });

  on("mark_notification_read", async (payload) => {
    const { notification_id, user_id } = parse(markReadInput, payload);
    mustBe(user, user_id);
    const { notification, changed } = await calls.readNotification(sql, user.id, notification_id);
    const unread_count = await calls.unreadCount(sql, user.id);
    const { is_read, read_at, version } = notification;
    const answer = { notification_id, version, user_id, is_read, read_at, unread_count };
    if (!changed) socket.emit("notification_marked_read", answer, offset());
    return answer;
  });
}

function isOverLimit(answer: Acknowledgement): boolean {
  return !answer.ok && answer.error.code === "rate_limited";
}

/** It comes first where there is no payload. */
function isCallback(value: unknown): value is (answer: Acknowledgement) => void {
  return typeof value === "function";
}

/** Null for services, which have no notifications. */
function userType({ role }: User): z.infer<typeof joinInput>["user_type"] | null {
  if (role === "service") return null;
  return role === "researcher" ? "mentor" : "user";
}

function mustBe(user: User, userId: number): void {
  if (user.id !== userId) throw new AppError("forbidden", "This is somebody else's user_id");
}

function list(names: Set<string>): string {
  return new Intl.ListFormat("en").format(names);
}

async function acknowledge(
  event: string,
  answer: () => Promise<Answer>,
  log: Log,
): Promise<Acknowledgement> {
  try {
    return { ...await answer(), ok: true };
  } catch (error) {
    if (error instanceof AppError) {
      return { ok: false, error: { code: error.code, message: error.message } };
    }
    log.error({ err: error, event }, "a call failed");
    const message = "Something went wrong, try again";
    return { ok: false, error: { code: "internal", message } };
  }
}
