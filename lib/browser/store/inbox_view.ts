/**
 * What a list shows of the notifications: those that match its filter, from the newest on, as far
 * down as they are known without a gap.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Filter, matches, queryOf } from "../../contract/inbox_filter.ts";
import type { Notification, NotificationsPage } from "../../contract/notifications.ts";
import { throttle } from "../hooks/throttle.ts";
import { on, onReload } from "../connection/events.ts";
import { call, CallError } from "../api/http.ts";
import { askUnreadCount, notifications as known } from "./inbox.ts";
import { newestFirst, type Row } from "./live_list.ts";

/** How many rows a call gives that loads older ones. */
const PAGE = 50;
/** How many one gives that loads all that are shown again, and how many of these there may be. */
const MOST = 100;
const MOST_PAGES = 5;
/** How many rows are loaded at most to go back to one. */
const FAR = 1_000;

export interface InboxView {
  /** Newest first. */
  rows: ReadonlySignal<Notification[]>;
  /** Whether the server may have older ones. */
  hasOlder: ReadonlySignal<boolean>;
  /** Takes the rows that the page came with. */
  seed(page: Notification[], hasOlder: boolean): void;
  /** Takes one more page of older ones. Rejects with a CallError. */
  loadOlder(): Promise<void>;
  /** Takes older ones as far as where `row` stands, if that is no thousand away. As `loadOlder`. */
  loadTo(row: Row): Promise<void>;
}

/** What a view shows was read again: `take` is to be called when the list has the rows as well. */
type Again = { found: Notification[]; take: () => void };

const views: { filter: Filter; readAgain: () => Promise<Again> }[] = [];

/** A view for as long as the page lives. With `below` it begins after that row. */
export function createView(filter: Filter, below: Row | null = null): InboxView {
  /** The last row of all that was loaded: between here and the top there is no gap. */
  const floor = signal<Row | null>(null);
  const hasOlder = signal(true);
  const isWithin = (row: Row) =>
    (below === null || newestFirst(below, row) < 0) &&
    (!hasOlder.value || (floor.value !== null && newestFirst(row, floor.value) <= 0));
  const rows = computed(() =>
    known.rows.value.filter((row) => matches(filter, row) && isWithin(row))
  );
  const reach = (page: Notification[], more: boolean) => {
    const last = [...page, floor.value ?? []].flat().sort(newestFirst).at(-1);
    floor.value = last ?? null;
    hasOlder.value = more;
  };
  const seed = (page: Notification[], more: boolean) =>
    batch(() => {
      reach(page, more);
      known.add(page);
    });
  const readNext = async (size: number): Promise<Notification[]> => {
    const last = rows.value.findLast(({ id }) => known.get(id)) ?? below;
    const page = await readPage(filter, size, last?.id).catch((error) => goneRow(error, last));
    return page ? page.notifications : readNext(size);
  };
  const load = (size: number) =>
    known.load(() => readNext(size), (page) => reach(page, page.length === size));
  const loadTo = async (row: Row) => {
    for (let pages = 0; pages < FAR / MOST && !isWithin(row); pages++) await load(MOST);
  };
  const readAgain = async () => {
    const learnUnreadCount = askUnreadCount();
    const { found, more, unread } = await readTop(filter, rows.value.length, below);
    const take = () => {
      learnUnreadCount(unread);
      floor.value = null;
      reach(found, more);
    };
    return { found, take };
  };
  views.push({ filter, readAgain });
  return { rows, hasOlder, seed, loadOlder: () => load(PAGE), loadTo };
}

function readPage(filter: Filter, limit: number, before?: number): Promise<NotificationsPage> {
  const { unread_only, type } = queryOf(filter);
  const query = new URLSearchParams({ limit: `${limit}`, unread_only: `${unread_only}` });
  if (type) query.set("type", type);
  if (before) query.set("before", `${before}`);
  return call("GET", `/api/meeting-notifications?${query}`);
}

/** The row to go on from is gone, and its event on the way: null after it is dropped here too. */
function goneRow(error: unknown, last: Row | null): null {
  const isGone = error instanceof CallError && error.at("before") !== undefined;
  if (!isGone || !last || !known.get(last.id)) throw error;
  known.drop(last.id);
  return null;
}

/** The rows that are on the server now, about as many as were shown. */
async function readTop(filter: Filter, size: number, below: Row | null) {
  const found: Notification[] = [];
  let page;
  do {
    page = await readPage(filter, MOST, found.at(-1)?.id ?? below?.id);
    found.push(...page.notifications);
  } while (
    page.notifications.length === MOST && found.length < Math.min(size, MOST * MOST_PAGES)
  );
  return { found, more: page.notifications.length === MOST, unread: page.unread_count };
}

function reloadViews(): Promise<void> {
  let again: Again[] = [];
  const read = async () => {
    again = await Promise.all(views.map((view) => view.readAgain()));
    return again.flatMap(({ found }) => found);
  };
  return known.reload(read, () => again.forEach(({ take }) => take()));
}

onReload(reloadViews);

const reloadSoon = throttle(() => void reloadViews().catch(() => {}), 500);

// An event names a row alone: one that is unread again has to be read where it is not known, or
// will not be when a reload under way has ended that was answered before.
on("notification_marked_read", ({ is_read }) => {
  if (!is_read && views.some(({ filter }) => filter === "unread")) reloadSoon();
});
