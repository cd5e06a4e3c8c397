/** The list of notifications by day, live, as far back as somebody scrolls. */
import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Glide } from "../../lib/browser/lists/glide.tsx";
import { useBusy, useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import {
  mark,
  markAllRead,
  notifications,
  seedUnreadCount,
  unreadCount,
} from "../../lib/browser/store/inbox.ts";
import { createView, type InboxView } from "../../lib/browser/store/inbox_view.ts";
import { newestFirst, type Row } from "../../lib/browser/store/live_list.ts";
import { Edge, type Part, usePart } from "../../lib/browser/lists/virtual_list.tsx";
import {
  type Place,
  returnTo,
  takePlace,
  watchLeaving,
} from "../../lib/browser/lists/scroll_restoration.ts";
import { leaveRow, moveInRows } from "../../lib/browser/lists/keyboard_navigation.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { Notification } from "../../lib/contract/notifications.ts";
import type { Filter } from "../../lib/contract/inbox_filter.ts";
import { inboxPath } from "../../lib/ui/notifications/inbox_filters.ts";
import { InboxDays } from "../../lib/ui/notifications/inbox_days.tsx";
import { InboxHead } from "../../lib/ui/notifications/inbox_head.tsx";
import { NothingHere, OlderLink, RowSkeletons } from "../../lib/ui/notifications/inbox_ends.tsx";
import type { Clock } from "../../lib/time/formats.ts";

interface InboxProps {
  /** The first page, newest first. */
  first: Notification[];
  unread: number;
  hasOlder: boolean;
  filter: Filter;
  /** The row that the list begins after; null where it begins with the newest. */
  below: Row | null;
  /** The types that the person's notifications have. */
  types: string[];
  clock: Clock;
  /** The server's time in milliseconds. */
  now: number;
}

/** The list with its filters, and what can be done to all of it. */
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

/** Apart from the list: while its rows glide, it must not be rendered for the count. */
function Head({ filter, first, unread, types }: InboxProps) {
  const count = useCount(unreadCount, seedUnreadCount, unread);
  const known = IS_BROWSER ? notifications.rows.value : first;
  const all = new Set([...types, ...known.map((row) => row.notification_type)]);
  return <InboxHead filter={filter} types={all} count={count} onMarkAll={markAll} />;
}

function List(props: InboxProps) {
  const { filter, below, clock } = props;
  const view = useView(props);
  const part = usePart(IS_BROWSER ? view.rows.value : props.first);
  const list = useReturn(view, part);
  const now = useNow() ?? props.now;
  const hasOlder = part.older > 0 || (IS_BROWSER ? view.hasOlder.value : props.hasOlder);
  const onMark = (row: Notification, isRead: boolean) => {
    if (filter === "unread" && isRead) leave(row);
    return attempt(() => mark(row.id, isRead));
  };
  return (
    <Glide>
      {below && <a class="button more" href={inboxPath(filter)}>Newest notifications</a>}
      {part.newer > 0 && <Edge onNear={part.showNewer} />}
      {part.rows.length === 0 && !hasOlder && <NothingHere filter={filter} />}
      <div class="rows" ref={list} onKeyDown={moveInRows}>
        <InboxDays
          rows={part.rows}
          clock={clock}
          now={now}
          next={inboxPath(filter, below?.id)}
          onMark={onMark}
        />
      </div>
      {hasOlder && (
        <Older
          hidden={part.older}
          href={inboxPath(filter, part.rows.at(-1)?.id ?? below?.id)}
          view={view}
          onMore={part.showOlder}
        />
      )}
    </Glide>
  );
}

function useView({ filter, below, first, hasOlder }: InboxProps): InboxView {
  const [view] = useState(() => {
    const view = createView(filter, below);
    if (IS_BROWSER) view.seed(first, hasOlder);
    return view;
  });
  return view;
}

/** Shows the list where it was left, when somebody comes back; where that row is gone, the next. */
function useReturn(view: InboxView, part: Part<Notification>) {
  const list = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<{ id: number; place: Place }>();
  useEffect(() => {
    const place = takePlace();
    if (place) void view.loadTo(place).then(() => aimAt(place), () => {});
    return watchLeaving(list.current!, notifications.get);
  }, []);
  const aimAt = (place: Place) => {
    const rows = view.rows.value;
    const row = rows.find((row) => newestFirst(row, place) >= 0) ?? rows.at(-1);
    if (!row || scrollY > 0) return;
    part.showAround(rows, row);
    setTarget({ id: row.id, place });
  };
  useLayoutEffect(() => {
    const row = target && list.current!.querySelector(`[data-id="${target.id}"]`);
    if (row) returnTo(row, target.place);
  }, [target]);
  return list;
}

/** On a phone the filters scroll sideways. */
function showCurrent(head: HTMLElement | null): void {
  const current = head?.querySelector(".filter[aria-current]");
  current?.scrollIntoView({ block: "nearest", inline: "center" });
}

async function markAll(): Promise<void> {
  if (await attempt(markAllRead)) toast("All marked as read");
}

/** Takes the focus along before a row leaves the list. */
function leave({ id }: Notification): void {
  const row = document.querySelector(`.day [data-id="${id}"]`);
  if (!row?.contains(document.activeElement) || leaveRow(row)) return;
  document.querySelector<HTMLElement>(".filter[aria-current]")?.focus();
}

interface OlderProps {
  /** How many rows are known and not on the page. */
  hidden: number;
  /** The page that shows the older ones without a script. */
  href: string;
  view: InboxView;
  onMore: () => void;
}

/** Loads older ones before they are looked at. */
function Older({ hidden, href, view, onMore }: OlderProps) {
  const [busy, run] = useBusy();
  const [failed, setFailed] = useState(false);
  const load = () =>
    run(async () => {
      if (hidden > 0) return onMore();
      setFailed(!await attempt(view.loadOlder));
    });
  return (
    <div class="older" aria-busy={busy ? "true" : "false"}>
      {failed
        ? <button type="button" class="button more" onClick={load}>Try again</button>
        : busy
        ? <RowSkeletons />
        : <OlderLink href={href} />}
      {!failed && <Edge onNear={load} />}
    </div>
  );
}
