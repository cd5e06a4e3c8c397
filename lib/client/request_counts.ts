/** How many requests whoever is signed in has, by status. The server counts; events say when. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Request, RequestCounts, RequestStatus } from "../contract/meetings.ts";
import { coalesce } from "./coalesce.ts";
import { on, onReload } from "./events.ts";
import { call } from "./http.ts";
import { requests } from "./requests.ts";

/** The most that one call gives. */
const MOST = 500;

const known = signal<RequestCounts | null>(null);
let asked = 0;

/** Null before the page said so. */
export const requestCounts: ReadonlySignal<RequestCounts | null> = known;

/** Takes the numbers that the page came with, unless there are newer ones. */
export function seedRequestCounts(first: RequestCounts): void {
  known.value ??= first;
}

/**
 * Has the newest `count` requests of that status (of any, if it is empty) in the list of requests.
 * Reads them from the first on, because those that were decided meanwhile moved the others.
 */
export async function loadRequests(status: RequestStatus | "", count: number): Promise<void> {
  for (let offset = 0; offset < count; offset += MOST) {
    const query = new URLSearchParams({
      ...(status && { status }),
      limit: `${Math.min(MOST, count - offset)}`,
      offset: `${offset}`,
    });
    requests.add(await call<Request[]>("GET", `/api/meetings/?${query}`));
  }
}

async function recount(): Promise<void> {
  const number = ++asked;
  const { counts } = await call<{ counts: RequestCounts }>("GET", "/api/meetings/counts");
  if (number === asked) known.value = counts;
}

// A count that fails is made good by the next one.
const recountSoon = coalesce(() => void recount().catch(() => {}), 1_000);

on("new_meeting_request", recountSoon);
on("meeting_request_sent", recountSoon);
on("meeting_request_updated", recountSoon);
on("meeting_request_deleted", recountSoon);
onReload(recount);
