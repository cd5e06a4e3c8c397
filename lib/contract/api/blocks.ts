import { type Block, blockAnswer, blocksAnswer } from "../blocks.ts";
import type { Endpoint } from "./endpoint.ts";
import * as examples from "./examples.ts";

const block: Block = { user: examples.patient, created_at: "2099-01-10T09:00:00.000Z" };

export const blockEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/blocks",
    tag: "Meeting requests",
    summary: "List the patients whom you have blocked",
    description: "For researchers. The latest 500, the latest first.",
    answers: {
      200: { means: "The patients", schema: blocksAnswer, example: { blocks: [block] } },
    },
    errors: ["forbidden"],
  },
  {
    method: "PUT",
    path: "/api/blocks/{id}",
    tag: "Meeting requests",
    summary: "Block a patient",
    description: "For researchers; the patient has asked you for a meeting or had one with you " +
      "before. Their pending requests are rejected without a reason. They no longer find you and " +
      "cannot ask you, schedule, write or remind; they get no reason. Meetings ahead stay, and " +
      "both can cancel them; only you can move them. What other systems write is not affected. " +
      "Repeated, it gives the same answer.",
    answers: {
      200: { means: "Blocked", schema: blockAnswer, example: { block } },
    },
  },
  {
    method: "DELETE",
    path: "/api/blocks/{id}",
    tag: "Meeting requests",
    summary: "Unblock a patient",
    description: "Everything is allowed again that was before; requests that were rejected stay " +
      "so. The answer is the same for those who are not blocked.",
    answers: { 204: { means: "Not blocked" } },
  },
];
