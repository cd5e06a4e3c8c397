/** The meeting requests of whoever is signed in, received or sent. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { DecisionInput, Request, RequestInput } from "../contract/meetings.ts";
import { on, onReload, tell } from "./events.ts";
import { call } from "./http.ts";
import { createLiveList } from "./live_list.ts";

/** The most that one call gives. */
const MOST = 500;

/** A request; `isSaving` while its decision is on its way to the server. */
export type KnownRequest = Request & { isSaving?: boolean };

const list = createLiveList<KnownRequest>((row, known) =>
  (row.updated_at ?? "") < (known.updated_at ?? "")
);
const beyond = signal<number | null>(null);

/** The requests known to this page: all that are pending up to 500, and the latest others. */
export const requests = list;

/** How many pending ones the server has beyond those known; null before the page said so. */
export const pendingBeyond: ReadonlySignal<number | null> = beyond;

/** Takes the number that the page came with, unless an event has changed it. */
export function seedPendingBeyond(count: number): void {
  beyond.value ??= count;
}

/** Loads the next of the pending requests that are not known yet. */
export async function loadMorePending(): Promise<void> {
  const loaded = list.rows.value.filter(({ status }) => status === "pending").length;
  const more = await read(`status=pending&limit=100&offset=${loaded}`);
  list.add(more);
  beyond.value = more.length === 0 ? 0 : Math.max(0, (beyond.value ?? 0) - more.length);
}

/** Loads a hundred more of the latest requests; resolves to whether there may be older ones. */
export async function loadOlder(): Promise<boolean> {
  const wanted = list.rows.value.length + 100;
  let found: Request[] = [];
  for (let offset = 0; offset < wanted; offset += found.length) {
    found = await read(`limit=${Math.min(MOST, wanted - offset)}&offset=${offset}`);
    if (found.length === 0) return false;
    list.add(found);
  }
  return true;
}

/** Asks for a meeting; calls with one `idempotencyKey` ask once. Rejects with a CallError. */
export async function sendRequest(input: RequestInput, idempotencyKey: string): Promise<void> {
  const sent = await call<Request>("POST", "/api/meetings/", { body: input, idempotencyKey });
  tell("meeting_request_sent", sent);
}

/**
 * Accepts, declines or withdraws a request; resolves to it as it is then. The known row shows the
 * decision at once. Rejects with a CallError, and takes that back unless newer news came.
 */
export async function decide(
  id: number,
  status: DecisionInput["status"],
  details: Omit<DecisionInput, "status"> = {},
): Promise<Request> {
  const before = list.get(id);
  list.change(id, { status, isSaving: true });
  const shown = list.get(id);
  try {
    const body: DecisionInput = { status, ...details };
    const decided = await call<Request>("PUT", `/api/meetings/${id}/status`, { body });
    tell("meeting_request_updated", decided);
    return decided;
  } catch (error) {
    if (before && list.get(id) === shown) list.put(before);
    throw error;
  }
}

function read(query: string): Promise<Request[]> {
  return call("GET", `/api/meetings/?${query}`);
}

function missingOne(): void {
  if (beyond.value) beyond.value--;
}

on("new_meeting_request", list.put);
on("meeting_request_sent", list.put);

on("meeting_request_updated", (request) => {
  if (!list.get(request.id) && request.status !== "pending") missingOne();
  list.put(request);
});

on("meeting_request_deleted", ({ request_id }) => {
  if (!list.get(request_id)) missingOne();
  list.drop(request_id);
});

onReload(async () => {
  await list.reload(async () => {
    const [pending, latest] = await Promise.all([
      read(`status=pending&limit=${MOST}`),
      read("limit=100"),
    ]);
    beyond.value = 0;
    return [...pending, ...latest];
  });
});
