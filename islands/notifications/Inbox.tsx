/** The notifications by day, kept up to date. Older ones are loaded on scrolling. */
import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { AnimatedLayout } from "../../lib/browser/lists/animated_layout.tsx";
import { useBusy, useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { useWindow } from "../../lib/browser/hooks/use_store.ts";
import {
  createInbox,
  mark,
  markAllRead,
  notifications,
  seedUnreadCount,
  unreadCount,
} from "../../lib/browser/store/inbox.ts";
import { newestFirst } from "../../lib/browser/store/orders.ts";
import type { Window } from "../../lib/browser/store/window.ts";
import { finishMoving } from "../../lib/browser/lists/motion.ts";
import {
  Sentinel,
  useVirtualList,
  type VirtualList,
} from "../../lib/browser/lists/virtual_list.tsx";
import {
  keepScroll,
  restoreScroll,
  type Scroll,
  takeScroll,
} from "../../lib/browser/lists/scroll_restoration.ts";
import { focusNeighbour, navigateRows } from "../../lib/browser/lists/keyboard_navigation.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { Notification } from "../../lib/contract/notifications.ts";
import type { Page } from "../../lib/contract/pages.ts";
import type { Filter } from "../../lib/contract/inbox_filter.ts";
import { inboxPath } from "../../lib/ui/notifications/inbox_filters.ts";
import { InboxDays } from "../../lib/ui/notifications/inbox_days.tsx";
import { InboxHead } from "../../lib/ui/notifications/inbox_head.tsx";
import { NothingHere, OlderLink } from "../../lib/ui/notifications/inbox_ends.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { Skeleton } from "../../lib/ui/components/skeleton.tsx";

type InboxProps = {
  /** Newest first. */
  first: Page<Notification>;
  unread: number;
  filter: Filter;
  /** Where in the change feed the list was read. */
  asOf: string;
  /** The cursor from which the list begins; empty where it begins with the newest. */
  before: string;
  /** The types that the person's notifications have. */
  types: string[];
  clock: Clock;
  /** The server's time in milliseconds. */
  now: number;
};

/** How many rows a page has; to restore a scroll position, how many, and how many such pages. */
const PAGE = 50;
const MOST = 100;
const FAR = 10;

/** The list, its filters, and the actions for all of its rows. */
export default function Inbox(props: InboxProps) {
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => showCurrent(head.current), []);
  return (
    <div ref={head}>
      <Head {...props} />
      <List {...props} />
    </div>
  );
}

/** A component apart from the list, which must not be rendered for the count while rows move. */
function Head({ filter, first, unread, types, asOf }: InboxProps) {
  const count = useCount(unreadCount, seedUnreadCount, unread);
  const known = IS_BROWSER ? notifications.rows.value : first.rows;
  const all = new Set([...types, ...known.map((row) => row.notification_type)]);
  return <InboxHead {...{ filter, count, asOf }} types={all} onMarkAll={markAll} />;
}

function List({ first, filter, before, clock, now: madeAt }: InboxProps) {
  const { list, rows, hasMore } = useWindow(() => createInbox(filter, before), first);
  const part = useVirtualList(rows);
  const element = useScrollRestoration(list, part);
  const now = useNow() ?? madeAt;
  const hasOlder = part.older > 0 || hasMore;
  const onMark = (row: Notification, isRead: boolean) => {
    if (filter === "unread" && isRead) leave(row);
    return attempt(() => mark(row.id, isRead));
  };
  return (
    <AnimatedLayout>
      {before && <a class="button list-more" href={inboxPath(filter)}>Newest notifications</a>}
      {part.newer > 0 && <Sentinel onNear={part.showNewer} />}
      {part.rows.length === 0 && !hasOlder && <NothingHere filter={filter} />}
      <div class="rows" ref={element} onKeyDown={navigateRows}>
        <InboxDays
          rows={part.rows}
          clock={clock}
          now={now}
          next={inboxPath(filter, before)}
          onMark={onMark}
        />
      </div>
      {hasOlder && (
        <Older
          href={inboxPath(filter, IS_BROWSER ? list.cursor.value : first.next)}
          load={async () => {
            if (part.older > 0) part.showOlder();
            else await list.load(PAGE);
          }}
        />
      )}
    </AnimatedLayout>
  );
}

/** Restores the scroll position when somebody comes back; if that row is gone, at the next row. */
function useScrollRestoration(list: Window<Notification>, part: VirtualList<Notification>) {
  const element = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<{ id: number; scroll: Scroll }>();
  useEffect(() => {
    const scroll = takeScroll();
    if (scroll) void loadTo(list, scroll).then(() => aimAt(scroll), () => {});
    return keepScroll(element.current!, notifications.get);
  }, []);
  const aimAt = (scroll: Scroll) => {
    const rows = list.rows.value;
    const row = rows.find((row) => newestFirst(row, scroll) >= 0) ?? rows.at(-1);
    if (!row || scrollY > 0) return;
    finishMoving();
    part.showAround(rows, row);
    setTarget({ id: row.id, scroll });
  };
  useLayoutEffect(() => {
    const row = target && element.current!.querySelector(`[data-id="${target.id}"]`);
    if (row) restoreScroll(row, target.scroll);
  }, [target]);
  return element;
}

/** Loads pages down to the scroll position, but no more than `FAR`. */
async function loadTo({ rows, load }: Window<Notification>, scroll: Scroll): Promise<void> {
  const isReached = () => rows.value.some((row) => newestFirst(row, scroll) >= 0);
  for (let pages = 0; pages < FAR && !isReached(); pages++) await load(MOST);
}

/** Scrolls the current filter into view: on a phone they scroll sideways. */
function showCurrent(head: HTMLElement | null): void {
  const current = head?.querySelector(".filter[aria-current]");
  current?.scrollIntoView({ block: "nearest", inline: "center" });
}

async function markAll(): Promise<void> {
  if (await attempt(markAllRead)) toast("All marked as read");
}

/** Moves the focus to a neighbour before a row leaves the list. */
function leave({ id }: Notification): void {
  const row = document.querySelector(`.inbox-day [data-id="${id}"]`);
  if (!row?.contains(document.activeElement) || focusNeighbour(row)) return;
  document.querySelector<HTMLElement>(".filter[aria-current]")?.focus();
}

type OlderProps = {
  /** The path of the page with the older ones, for browsers without a script. */
  href: string;
  load: () => Promise<void>;
};

/** Loads older ones before they come into view. */
function Older({ href, load }: OlderProps) {
  const [busy, run] = useBusy();
  const [failed, setFailed] = useState(false);
  const tryLoading = () => run(async () => setFailed(!await attempt(load)));
  return (
    <div class="inbox-older" aria-busy={busy ? "true" : "false"}>
      {failed
        ? <button type="button" class="button list-more" onClick={tryLoading}>Try again</button>
        : busy
        ? <Skeleton label="Loading older notifications" />
        : <OlderLink href={href} />}
      {!failed && <Sentinel onNear={tryLoading} />}
    </div>
  );
}
