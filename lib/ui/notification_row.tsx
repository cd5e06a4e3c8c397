import { useState } from "preact/hooks";
import type { Notification } from "../contract/notifications.ts";
import { Moment } from "./moment.tsx";
import type { Clock } from "./time.ts";

interface NotificationRowProps {
  notification: Notification;
  clock: Clock;
  now?: number;
  /** Called when somebody opens an unread one. */
  onRead: (id: number) => void;
}

/** One notification. Opening it shows its whole text and marks it as read. */
export function NotificationRow({ notification, clock, now, onRead }: NotificationRowProps) {
  const [open, setOpen] = useState(false);
  const { id, is_read, title, message, created_at } = notification;
  const toggle = () => {
    setOpen(!open);
    if (!is_read) onRead(id);
  };
  return (
    <li class={is_read ? "notification" : "notification unread"} data-id={id}>
      <button
        type="button"
        class="notification-body"
        aria-expanded={open ? "true" : "false"}
        onClick={toggle}
      >
        <span class="notification-title">
          {!is_read && <span class="sr-only">Unread:</span>} {title}
        </span>
        <span class={open ? "notification-message" : "notification-message folded"}>{message}</span>
        <span class="quiet">
          <Moment at={created_at} clock={clock} now={now} />
        </span>
      </button>
      <MeetingLink link={notification.meeting_link} />
    </li>
  );
}

function MeetingLink({ link }: { link: string | null }) {
  if (!link || !/^https?:\/\//i.test(link)) return null;
  return (
    <a class="notification-link" href={link} rel="noopener noreferrer" target="_blank">
      Open meeting link
    </a>
  );
}
