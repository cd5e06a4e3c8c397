/** The meeting requests of whoever is signed in, received or sent. */
import type { DecisionInput, Request, RequestStatus } from "../../contract/meetings.ts";
import { type Reach, reachOf } from "../../contract/reach.ts";
import { on, onReload, tell } from "../connection/events.ts";
import { call } from "../api/http.ts";
import { createLiveList } from "./live_list.ts";

/** How many are loaded again: of those that are pending, and of all. */
const PENDING = 500;
const LATEST = 101;

/** A request; `isSaving` while its decision is on its way to the server. */
export type KnownRequest = Request & { isSaving?: boolean };

const list = createLiveList<KnownRequest>((row, known) =>
  (row.updated_at ?? "") < (known.updated_at ?? "")
);
let reloaded = (_reaches: Reach[]) => {};

/** The requests known to this page, with gaps. */
export const requests = list;

/** Has `work` run with how far down the requests are known whenever all are loaded again. */
export function onRequestsReloaded(work: (reaches: Reach[]) => void): void {
  reloaded = work;
}

/** The requests of that status (of all, if it is empty) that the server has now. */
export function readRequests(
  status: RequestStatus | "",
  limit: number,
  offset = 0,
): Promise<Request[]> {
  const query = `limit=${limit}&offset=${offset}${status && `&status=${status}`}`;
  return call("GET", `/api/meetings/?${query}`);
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

on("new_meeting_request", list.put);
on("meeting_request_sent", list.put);
on("meeting_request_updated", list.put);
on("meeting_request_deleted", ({ request_id }) => list.drop(request_id));

onReload(() => {
  let reaches: Reach[];
  const read = async () => {
    const [pending, latest] = await Promise.all([
      readRequests("pending", PENDING),
      readRequests("", LATEST),
    ]);
    reaches = [reachOf(pending, PENDING, "pending"), reachOf(latest, LATEST)];
    return [...pending, ...latest];
  };
  return list.reload(read, () => reloaded(reaches));
});
