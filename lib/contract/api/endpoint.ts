/** How an endpoint is described. */
import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";

/** What the groups of endpoints are about, in the order in which they are shown. */
export const TAGS = {
  Accounts: "Who calls: accounts, sign-ins, and the researchers whom one can ask for a meeting.",
  "Meeting requests": "A patient asks a researcher for a meeting, and the researcher decides.",
  Schedules: "Meetings with a time. Two of one person never overlap.",
  Calendars: "Meetings in the calendar apps that people use.",
  Notifications: "What a person is sent about requests and meetings, and what is sent to others.",
  Administration: "For admins: who may act as a researcher.",
  Operations: "For load balancers, monitoring and tools. None needs a sign-in.",
} as const;

/** How lists are read on. */
export const NEXT_PAGE =
  'The header `Link` leads to the next page (`rel="next"`) while there is one: ' +
  "unlike `offset`, that misses and repeats nothing when rows come and go.";

/** An answer that is no error. `type` is its media type, JSON by default. */
export type Answer = {
  means: string;
  schema?: z.ZodType;
  type?: string;
  example?: unknown;
  /** Whether it sets the session cookie, or clears it. */
  cookie?: boolean;
};

export type Endpoint = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** With its parameters in braces; all of them are ids. */
  path: string;
  tag: keyof typeof TAGS;
  summary: string;
  description?: string;
  /** Open to whoever has no token. */
  open?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Without a body the call means something as well. */
  bodyIsOptional?: true;
  /** A body that might be sent. */
  example?: unknown;
  answers: Record<number, Answer>;
  /** The errors that are this endpoint's own, besides those that `codesOf` adds. */
  errors?: ErrorCode[];
};

/** Whether a researcher who is not approved may call it: what belongs to the account and its settings. */
export function isOpenToUnapproved(path: string): boolean {
  return /^\/api\/(auth\/|notification-choices$|calendar-feed$)/.test(path);
}

/** Every code that the endpoint may answer with, its own and those of all of its kind. */
export function codesOf(endpoint: Endpoint): ErrorCode[] {
  const { method, path, open, query, body, errors = [] } = endpoint;
  const codes = new Set<ErrorCode>(errors);
  if (!path.startsWith("/api/")) return [...codes];
  const add = (when: unknown, ...more: ErrorCode[]) => when && more.forEach((c) => codes.add(c));
  add(query, "invalid_input");
  add(path.includes("{"), "not_found");
  add(!open, "unauthenticated");
  add(!open && !isOpenToUnapproved(path), "not_approved");
  add(method !== "GET", "forbidden");
  add(body, "unsupported_media_type");
  add(body || method === "POST", "invalid_input", "payload_too_large");
  add(method === "POST", "idempotency_mismatch");
  add(true, "rate_limited", "internal", "unavailable");
  return [...codes];
}
