/** Whose words notifications have. Pages use it, so it loads no schema. */
import type { Notification } from "./notifications.ts";
import type { Actor } from "./users.ts";

/** Whose words a notification has; undefined where they are Liaison's own, or a service's. */
export function writerOf({ actor, written_by_actor }: Notification): Actor | undefined {
  return written_by_actor && actor ? actor : undefined;
}

/** The title in plain text, after the name of the person who wrote it. */
export function headlineOf(notification: Notification): string {
  const writer = writerOf(notification);
  return writer ? `From ${writer.full_name}: ${notification.title}` : notification.title;
}
