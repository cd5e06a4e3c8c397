/** Patients whom a researcher has blocked. */
import { z } from "zod";
import { time } from "./fields.ts";
import { person } from "./users.ts";

export const block = z.object({ user: person, created_at: time });
export type Block = z.infer<typeof block>;

export const blockAnswer = z.object({ block });

export const blocksAnswer = z.object({ blocks: z.array(block) });
