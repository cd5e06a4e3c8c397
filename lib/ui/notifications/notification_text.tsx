import type { Notification } from "../../contract/notifications.ts";
import { writerOf } from "../../contract/writers.ts";
import { Form } from "../components/form.tsx";
import { withNames } from "../components/bidi.tsx";
import { meetingLinkOf, WrittenBy } from "./notification_row.tsx";
import { targetsOf } from "./target.ts";
import { type Clock, timeText } from "../../time/formats.ts";
import { notificationPath } from "../paths.ts";

type NotificationTextProps = {
  notification: Notification;
  clock: Clock;
};

/** A notification in full, on a page of its own. */
export function NotificationText({ notification, clock }: NotificationTextProps) {
  const { id, title, message, created_at } = notification;
  const link = meetingLinkOf(notification);
  const writer = writerOf(notification);
  return (
    <article>
      <div class="row row-apart page-head">
        <h1 dir="auto">{withNames(title, notification)}</h1>
      </div>
      <div class="card notification-page">
        {writer && (
          <p>
            <WrittenBy writer={writer} />
          </p>
        )}
        <p class="quiet">
          <time dateTime={created_at}>{timeText(created_at, clock)}</time>
        </p>
        <p class="message-text" dir="auto">{withNames(message, notification)}</p>
        {targetsOf(notification).length > 0 && (
          <p class="quiet">The request or meeting that this was about was removed.</p>
        )}
        {link && <p>{link}</p>}
        <Form class="actions" action={notificationPath(id)}>
          <a class="button" href="/notifications">See all notifications</a>
          <button type="submit" name="action" value="unread" class="button">Mark as unread</button>
        </Form>
      </div>
    </article>
  );
}
