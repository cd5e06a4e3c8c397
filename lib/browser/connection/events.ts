/** The events of the connection, for all modules of the page. */
import type { FeedEvents, Offset } from "../../contract/events.ts";

type Handler<E extends keyof FeedEvents> = (payload: FeedEvents[E]) => void;

const handlers: { [E in keyof FeedEvents]?: Handler<E>[] } = {};

let shown: Offset | undefined;

/** The offset up to which the page shows what happened; undefined before it connects. */
export function shownOffset(): Offset | undefined {
  return shown;
}

/** Notes that all events up to `offset` have been published. */
export function setShownOffset(offset: Offset): void {
  shown = offset;
}

/** Calls `handler` with every `event` from now on, for as long as the page lives. */
export function on<E extends keyof FeedEvents>(event: E, handler: Handler<E>): void {
  const list: Handler<E>[] = handlers[event] ??= [];
  list.push(handler);
}

/** Calls the handlers of `event`. Unknown names are ignored. */
export function publish<E extends keyof FeedEvents>(event: E, payload: FeedEvents[E]): void {
  const list: Handler<E>[] | undefined = handlers[event];
  list?.forEach((handler) => handler(payload));
}
