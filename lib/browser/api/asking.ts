/** Asks researchers for meetings. */
import type { Request, RequestInput } from "../../contract/meetings.ts";
import { tell } from "../connection/events.ts";
import { call } from "./http.ts";

/** Asks for a meeting; calls with one `idempotencyKey` ask once. Rejects with a CallError. */
export async function sendRequest(input: RequestInput, idempotencyKey: string): Promise<void> {
  const sent = await call<Request>("POST", "/api/meetings/", { body: input, idempotencyKey });
  tell("meeting_request_sent", sent);
}
