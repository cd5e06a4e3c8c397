import {
  cancelAheadAnswer,
  cancelAheadInput,
  type Candidate,
  candidateAnswer,
  candidatesPage,
  candidatesQuery,
  reviewInput,
} from "../admin.ts";
import type { Endpoint } from "./endpoint.ts";
import * as examples from "./examples.ts";

const waiting: Candidate = {
  id: examples.researcher.id,
  full_name: examples.researcher.full_name,
  email: "john@example.org",
  specialty: "Neurology",
  institution: "Charité Berlin",
  bio: null,
  created_at: "2099-01-10T09:00:00.000Z",
  approved_at: null,
  state: "waiting",
  reason: null,
  doubles: [],
  meetings_ahead: 0,
};

export const adminEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/admin/researchers",
    tag: "Administration",
    summary: "List researchers by their approval",
    description: "Those who wait, first come first served; others the latest first. `search` is " +
      "for words in name, address and institution.",
    query: candidatesQuery,
    answers: {
      200: {
        means: "The researchers, and how many there are in each state",
        schema: candidatesPage,
        example: {
          researchers: [waiting],
          total: 1,
          counts: { waiting: 1, approved: 12, refused: 0, suspended: 0 },
        },
      },
    },
    errors: ["forbidden"],
  },
  {
    method: "PUT",
    path: "/api/admin/researchers/{id}",
    tag: "Administration",
    summary: "Approve, refuse or suspend a researcher",
    description:
      "An approval needs no new sign-in. Those who are approved can be suspended: they " +
      "are signed out and no longer found; their meetings ahead stay. Others can be refused. They " +
      "read the reason. Repeated, it gives the same answer.",
    body: reviewInput,
    example: { decision: "refused", reason: "We could not find you at this institution" },
    answers: {
      200: {
        means: "The researcher",
        schema: candidateAnswer,
        example: { researcher: { ...waiting, state: "refused", reason: "We could not find you" } },
      },
    },
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/admin/researchers/{id}/cancel-meetings",
    tag: "Administration",
    summary: "Cancel a researcher's meetings ahead",
    description: "Of a researcher who is not approved. Both sides of each are notified.",
    body: cancelAheadInput,
    example: { reason: "The researcher has left" },
    answers: {
      200: {
        means: "How many were cancelled",
        schema: cancelAheadAnswer,
        example: { cancelled: 2 },
      },
    },
    errors: ["conflict"],
  },
];
