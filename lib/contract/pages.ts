/** Lists that are read page by page, each from where the one before ended. */
import { z } from "zod";
import { idText, instant } from "./fields.ts";

/** Some rows of a list, and the cursor of the next page; null at the end of the list. */
export type Page<T> = { rows: T[]; next: string | null };

/** Where a page begins: after the row with that id and time, whether or not it is still there. */
export type Cursor = { at: string; id: number };

const parts = z.tuple([instant, idText]);

/** A cursor as text: `2026-11-05T14:00:00.123456Z_42`. */
export const cursor = z.string().transform((text, issues): Cursor => {
  const { data } = parts.safeParse(text.split("_"));
  if (data) return { at: data[0], id: data[1] };
  issues.addIssue("must be a cursor, as the link to the next page has it");
  return z.NEVER;
});
