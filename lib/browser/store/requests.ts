/** The meeting requests of whoever is signed in, received or sent. */
import type {
  DecisionInput,
  Request,
  RequestFilter,
  RequestInput,
} from "../../contract/meetings.ts";
import { on } from "../connection/events.ts";
import { call, readPage } from "../api/http.ts";
import { createEntities } from "./entities.ts";
import { newestFirst } from "./orders.ts";
import { createWindow, type Window } from "./window.ts";

const PATH = "/api/meetings/";

/** A request; `isSaving` while the call that decides it is under way. */
export type KnownRequest = Request & { isSaving?: boolean };

/** The requests known to this page. */
export const requests = createEntities<KnownRequest>();

/** Those that match the filter, or all; newest first. */
export function createRequestList(filter?: RequestFilter): Window<KnownRequest> {
  return createWindow(requests, {
    filter: ({ status }) =>
      !filter || (filter === "decided" ? status !== "pending" : status === filter),
    order: newestFirst,
    read: (before, limit) => readPage(PATH, { status: filter, limit, before }),
  });
}

/** Asks for a meeting; calls with one `idempotencyKey` ask once. Rejects with a CallError. */
export async function sendRequest(body: RequestInput, idempotencyKey: string): Promise<void> {
  requests.upsert([await call<Request>("POST", PATH, { body, idempotencyKey })], "answer");
}

/**
 * Accepts, declines or withdraws a request, which shows at once; resolves to the decided request. Where
 * the call fails, the decision is undone, and this rejects with a CallError.
 */
export function decide(
  id: number,
  status: DecisionInput["status"],
  details: Omit<DecisionInput, "status"> = {},
): Promise<Request> {
  return requests.during([id], { status, isSaving: true }, async () => {
    const body: DecisionInput = { status, ...details };
    const decided = await call<Request>("PUT", `${PATH}${id}/status`, { body });
    requests.upsert([decided], "answer");
    return decided;
  });
}

on("new_meeting_request", (row) => requests.upsert([row], "insertion"));
on("meeting_request_sent", (row) => requests.upsert([row], "insertion"));
on("meeting_request_updated", (row) => requests.upsert([row], "event"));
on("meeting_request_deleted", ({ request_id }) => requests.remove(request_id));
