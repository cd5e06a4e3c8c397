/** The events of the connection, for whatever on this page waits for them. */
import type { FeedEvents } from "../../contract/events.ts";

type Handler<E extends keyof FeedEvents> = (payload: FeedEvents[E]) => void;

const handlers: { [E in keyof FeedEvents]?: Handler<E>[] } = {};

/** Calls `handler` with every `event` from now on, for as long as the page lives. */
export function on<E extends keyof FeedEvents>(event: E, handler: Handler<E>): void {
  const list: Handler<E>[] = handlers[event] ??= [];
  list.push(handler);
}

/** Gives `event` to all who wait for it. Unknown names are ignored. */
export function publish<E extends keyof FeedEvents>(event: E, payload: FeedEvents[E]): void {
  const list: Handler<E>[] | undefined = handlers[event];
  list?.forEach((handler) => handler(payload));
}
