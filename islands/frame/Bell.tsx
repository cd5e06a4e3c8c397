/** The bell on every page behind the sign-in: the number of unread notifications, and the latest. */
import { useEffect, useRef, useState } from "preact/hooks";
import { badgeText, showUnread } from "../../lib/browser/notices/badge.ts";
import { useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { quietly, useFill, useWindow } from "../../lib/browser/hooks/use_store.ts";
import {
  announcement,
  createInbox,
  mark,
  markAllRead,
  seedUnreadCount,
  unreadCount,
} from "../../lib/browser/store/inbox.ts";
import { navigateRows } from "../../lib/browser/lists/keyboard_navigation.ts";
import { attempt } from "../../lib/browser/notices/toasts.ts";
import type { Notification } from "../../lib/contract/notifications.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { BellIcon, InboxIcon } from "../../lib/ui/components/icons.tsx";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import { RelativeTime } from "../../lib/ui/components/relative_time.tsx";
import { NotificationRow } from "../../lib/ui/notifications/notification_row.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { counted } from "../../lib/ui/components/words.ts";

type BellProps = {
  /** The latest, newest first. */
  latest: Page<Notification>;
  unread: number;
  clock: Clock;
};

/** How many notifications the bell shows. */
const LATEST = 10;

/** A button with a badge, and the panel that it opens. */
export default function Bell({ latest, unread, clock }: BellProps) {
  const [open, setOpen] = useState(false);
  const rows = useLatest(latest);
  const count = useCount(unreadCount, seedUnreadCount, unread);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => showUnread(count), [count]);
  useDismissal(open, root, (refocus) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  });
  return (
    <div class="bell needs-script" ref={root}>
      <button
        ref={button}
        type="button"
        class="icon-button bell-button"
        aria-label={`Notifications, ${count} unread`}
        aria-expanded={open ? "true" : "false"}
        aria-controls="bell-panel"
        onClick={() => setOpen(!open)}
      >
        <BellIcon />
        {count > 0 && <span class="bell-badge" key={count}>{badgeText(count)}</span>}
      </button>
      <div class="sr-only" aria-live="polite">{announcement.value}</div>
      <div id="bell-panel" class="raised bell-panel" hidden={!open}>
        <PanelHead count={count} />
        <PanelList rows={rows} clock={clock} />
        <a class="bell-all" href="/notifications">See all</a>
      </div>
    </div>
  );
}

/** The latest rows. Where some are deleted, older ones are loaded. */
function useLatest(latest: Page<Notification>): Notification[] {
  const { list, rows } = useWindow(() => createInbox(""), latest);
  useFill(list, LATEST, LATEST, quietly);
  return rows.slice(0, LATEST);
}

function PanelHead({ count }: { count: number }) {
  return (
    <div class="row row-apart bell-head">
      <p class="bell-title" title={counted(count, "unread notification")}>Notifications</p>
      <button
        type="button"
        class="button button-plain"
        disabled={count === 0}
        onClick={() => attempt(markAllRead)}
      >
        Mark all as read
      </button>
    </div>
  );
}

function PanelList({ rows, clock }: { rows: Notification[]; clock: Clock }) {
  const now = useNow();
  if (rows.length === 0) return <EmptyState icon={<InboxIcon />} title="No notifications yet" />;
  return (
    <ul class="bell-list rows" onKeyDown={navigateRows}>
      {rows.map((row) => (
        <NotificationRow
          key={row.id}
          notification={row}
          onMark={(isRead) => attempt(() => mark(row.id, isRead))}
        >
          <RelativeTime at={row.created_at} clock={clock} now={now} />
        </NotificationRow>
      ))}
    </ul>
  );
}

/** Closes on Escape and on a press or a focus outside of `root`. */
function useDismissal(
  open: boolean,
  root: { current: HTMLElement | null },
  close: (refocus: boolean) => void,
): void {
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) close(false);
    };
    const escape = (event: KeyboardEvent) => event.key === "Escape" && close(true);
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
}
