/**
 * What is told to the islands of this page: events from the connection, and the answers to the
 * page's own calls in the form of the event that will follow.
 */
import type { FeedEvents } from "../../contract/events.ts";

type Handler<E extends keyof FeedEvents> = (payload: FeedEvents[E]) => void;

const handlers: { [E in keyof FeedEvents]?: Handler<E>[] } = {};
const reloads: (() => Promise<void>)[] = [];

/** Has `handler` told of every `event` from now on, for as long as the page lives. */
export function on<E extends keyof FeedEvents>(event: E, handler: Handler<E>): void {
  const list: Handler<E>[] = handlers[event] ??= [];
  list.push(handler);
}

/** Tells everybody on this page of `event`. Names that nobody knows are ignored. */
export function tell<E extends keyof FeedEvents>(event: E, payload: FeedEvents[E]): void {
  const list: Handler<E>[] | undefined = handlers[event];
  list?.forEach((handler) => handler(payload));
}

/** Has `reload` run whenever events may have been missed for good. */
export function onReload(reload: () => Promise<void>): void {
  reloads.push(reload);
}

/** Reloads every list; rejects if one of them could not be. */
export async function reloadAll(): Promise<void> {
  await Promise.all(reloads.map((reload) => reload()));
}
