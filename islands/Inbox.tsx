/** The whole list of notifications, live. */
import { useState } from "preact/hooks";
import { Glide } from "../lib/client/glide.tsx";
import { useBusy, useCount, useNow, useRows } from "../lib/client/hooks.ts";
import {
  loadOlder,
  markAllRead,
  markRead,
  notifications,
  seedUnreadCount,
  unreadCount,
} from "../lib/client/inbox.ts";
import { attempt } from "../lib/client/toasts.ts";
import type { Notification } from "../lib/contract/notifications.ts";
import { EmptyState } from "../lib/ui/empty_state.tsx";
import { InboxIcon } from "../lib/ui/icons.tsx";
import { NotificationRow } from "../lib/ui/notification_row.tsx";
import type { Clock } from "../lib/ui/time.ts";
import { counted } from "../lib/ui/words.ts";

interface InboxProps {
  /** The first page, newest first. */
  first: Notification[];
  unread: number;
  hasOlder: boolean;
  clock: Clock;
}

const PAGE = 50;
/** More than a page, so that what arrives does not push out what somebody reads. */
const SHOWN = 200;

/** The list with what can be done to all of it. */
export default function Inbox({ first, unread, hasOlder, clock }: InboxProps) {
  const rows = useRows(notifications, first);
  const [shown, setShown] = useState(SHOWN);
  const count = useCount(unreadCount, seedUnreadCount, unread);
  const now = useNow();
  return (
    <Glide>
      <div class="list-head">
        <p class="quiet">{count === 0 ? "All read" : counted(count, "unread notification")}</p>
        <button
          type="button"
          class="button needs-script"
          disabled={count === 0}
          onClick={() => attempt(markAllRead)}
        >
          Mark all as read
        </button>
      </div>
      {rows.length === 0
        ? (
          <EmptyState icon={<InboxIcon />} title="No notifications yet">
            <p class="quiet">What happens to your meetings is told here, as it happens.</p>
          </EmptyState>
        )
        : (
          <ul class="notifications card">
            {rows.slice(0, shown).map((row) => (
              <NotificationRow
                key={row.id}
                notification={row}
                clock={clock}
                now={now}
                onRead={(id) => attempt(() => markRead(id))}
              />
            ))}
          </ul>
        )}
      <Older
        hasOlder={hasOlder}
        hidden={Math.max(0, rows.length - shown)}
        onMore={() => setShown(shown + PAGE)}
      />
    </Glide>
  );
}

interface OlderProps {
  /** Whether the server had more when the page was made. */
  hasOlder: boolean;
  /** How many rows are known and not shown. */
  hidden: number;
  onMore: () => void;
}

function Older({ hasOlder, hidden, onMore }: OlderProps) {
  const [more, setMore] = useState(hasOlder);
  const [busy, run] = useBusy();
  const show = async () => {
    if (hidden < PAGE && more && !await attempt(async () => setMore(await loadOlder()))) return;
    onMore();
  };
  if (!more && hidden === 0) return null;
  return (
    <button
      type="button"
      class="button more needs-script"
      disabled={busy}
      onClick={() => run(show)}
    >
      {busy ? "Loading…" : "Show older"}
    </button>
  );
}
