import type { ComponentChildren } from "preact";
import type { Notification } from "../../contract/notifications.ts";
import { writerOf } from "../../contract/writers.ts";
import type { Actor } from "../../contract/users.ts";
import { Avatar } from "../components/avatar.tsx";
import {
  AlertIcon,
  BellIcon,
  CalendarIcon,
  CheckIcon,
  CloseIcon,
  EnvelopeIcon,
  EnvelopeOpenIcon,
  ExpertsIcon,
  VideoIcon,
} from "../components/icons.tsx";
import { Form } from "../components/form.tsx";
import { withNames } from "../components/bidi.tsx";
import { hostOf, notificationPath } from "../paths.ts";
import type { Tone } from "../components/status_badge.tsx";

const DAY = 24 * 60 * 60 * 1000;

type Look = [Icon: () => ComponentChildren, tone: Tone];

const LOOKS: Record<string, Look> = {
  meeting_request: [ExpertsIcon, "waiting"],
  meeting_accepted: [CheckIcon, "success"],
  meeting_rejected: [CloseIcon, "danger"],
  meeting_cancelled: [CloseIcon, "danger"],
  meeting_scheduled: [CalendarIcon, "success"],
  meeting_rescheduled: [CalendarIcon, "waiting"],
  meeting_reminder: [BellIcon, "waiting"],
};
const OTHER_LOOK: Look = [AlertIcon, "neutral"];

type NotificationRowProps = {
  notification: Notification;
  /** When it came. */
  children: ComponentChildren;
  /** The id of the row, which addresses lead to. */
  anchor?: string;
  /** Where the form leads without a script. */
  next?: string;
  onMark: (isRead: boolean) => void;
};

/** One notification: a link that opens it, and a button that marks it. */
export function NotificationRow(props: NotificationRowProps) {
  const { notification, children, anchor } = props;
  const { id, is_read, title, message } = notification;
  const writer = writerOf(notification);
  return (
    <li
      id={anchor}
      class={is_read ? "notification" : "notification notification-unread"}
      data-id={id}
    >
      <a class="notification-body" href={notificationPath(notification.id)}>
        {writer
          ? <Avatar person={writer} class="notification-icon" />
          : <TypeIcon type={notification.notification_type} />}
        {writer && <WrittenBy writer={writer} />}
        <span class="notification-title clamp" dir="auto">
          {!is_read && <span class="sr-only" dir="ltr">Unread:</span>}{" "}
          {withNames(title, notification)}
        </span>
        <span class="notification-message clamp" dir="auto">
          {withNames(message, notification)}
        </span>
        <span class="quiet notification-time">{children}</span>
      </a>
      <MarkForm {...props} />
      {meetingLinkOf(notification)}
    </li>
  );
}

function TypeIcon({ type }: { type: string }) {
  const [Icon, tone] = LOOKS[type] ?? OTHER_LOOK;
  return (
    <span class={`disc tone-${tone} notification-icon`}>
      <Icon />
    </span>
  );
}

/** Says whose words follow. */
export function WrittenBy({ writer }: { writer: Actor }) {
  return (
    <span class="quiet notification-writer">
      From <bdi>{writer.full_name}</bdi>
    </span>
  );
}

function MarkForm({ notification, next, onMark }: NotificationRowProps) {
  const { id, is_read, title } = notification;
  const words = is_read ? "Mark as unread" : "Mark as read";
  return (
    <Form
      class="notification-mark"
      action={notificationPath(id)}
      onSubmit={(event) => {
        event.preventDefault();
        onMark(!is_read);
      }}
    >
      {next && <input type="hidden" name="next" value={next} />}
      <button
        type="submit"
        name="action"
        value={is_read ? "unread" : "read"}
        class="icon-button"
        aria-label={`${words}: ${title}`}
        title={words}
      >
        {is_read ? <EnvelopeIcon /> : <EnvelopeOpenIcon />}
      </button>
    </Form>
  );
}

/**
 * A link to join the meeting, with its host, unless there is none, or the meeting is cancelled or was
 * more than a day ago.
 */
export function meetingLinkOf(notification: Notification) {
  const { meeting_link, notification_type, meeting_datetime } = notification;
  if (!meeting_link || !/^https?:\/\//i.test(meeting_link)) return null;
  if (notification_type === "meeting_cancelled") return null;
  if (meeting_datetime && Date.parse(meeting_datetime) + DAY < Date.now()) return null;
  return (
    <a class="notification-link" href={meeting_link} rel="noopener noreferrer" target="_blank">
      <VideoIcon />
      <span>
        {writerOf(notification) ? "Open" : "Join meeting at"} <bdi>{hostOf(meeting_link)}</bdi>
      </span>
    </a>
  );
}
