/** How many requests the signed-in person has, by status. The server counts anew after events. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { RequestCounts } from "../../contract/meetings.ts";
import { throttle } from "../hooks/throttle.ts";
import { on } from "../connection/events.ts";
import { call } from "../api/http.ts";

const known = signal<RequestCounts | null>(null);
let asked = 0;

/** Null until it is known. */
export const requestCounts: ReadonlySignal<RequestCounts | null> = known;

/** Takes the numbers that came with the page, unless there are newer ones. */
export function seedRequestCounts(first: RequestCounts): void {
  known.value ??= first;
}

async function recount(): Promise<void> {
  const number = ++asked;
  const { counts } = await call<{ counts: RequestCounts }>("GET", "/api/meetings/counts");
  if (number === asked) known.value = counts;
}

// The next count makes up for one that fails.
const recountSoon = throttle(() => void recount().catch(() => {}), 1_000);

on("new_meeting_request", recountSoon);
on("meeting_request_sent", recountSoon);
on("meeting_request_updated", recountSoon);
on("meeting_request_deleted", recountSoon);
