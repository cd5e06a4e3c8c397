/** Researchers as admins see them, and what admins decide. */
import { z } from "zod";
import { count, id, text, time, words } from "./fields.ts";

/** Where a researcher stands: approved, or why not. */
export const reviewState = z.enum(["waiting", "approved", "refused", "suspended"]);
export type ReviewState = z.infer<typeof reviewState>;

export const candidate = z.object({
  id,
  full_name: z.string(),
  email: z.string(),
  specialty: z.string().nullable(),
  institution: z.string().nullable(),
  bio: z.string().nullable(),
  created_at: time,
  approved_at: time.nullable(),
  state: reviewState,
  /** Why they were refused or suspended. */
  reason: z.string().nullable(),
  /** Other researchers of the same name and institution, ten at most. */
  doubles: z.array(z.object({ id, email: z.string(), state: reviewState })),
  /** How many of their meetings are still to come. */
  meetings_ahead: z.int(),
});
export type Candidate = z.infer<typeof candidate>;

export const candidatesQuery = z.object({
  state: reviewState.default("waiting"),
  search: text(200).trim().default(""),
  limit: count(1, 100, 50),
  offset: count(0, 1_000_000, 0),
});
export type CandidatesQuery = z.infer<typeof candidatesQuery>;

/** `counts` is of all researchers by their state, `total` of those who match. */
export const candidatesPage = z.object({
  researchers: z.array(candidate),
  total: z.int(),
  counts: z.object({
    waiting: z.int(),
    approved: z.int(),
    refused: z.int(),
    suspended: z.int(),
  }),
});
export type CandidatesPage = z.infer<typeof candidatesPage>;

/** All but an approval need a reason. */
export const reviewInput = z.object({
  decision: z.enum(["approved", "refused", "suspended"]),
  reason: text(1000).trim().nullish(),
}).refine(({ decision, reason }) => decision === "approved" || reason, {
  path: ["reason"],
  message: "must not be empty",
});
export type ReviewInput = z.infer<typeof reviewInput>;

export const candidateAnswer = z.object({ researcher: candidate });

export const cancelAheadInput = z.object({ reason: words(1000) });

export const cancelAheadAnswer = z.object({ cancelled: z.int().min(0) });
