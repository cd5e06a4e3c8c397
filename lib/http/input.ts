/** What the address of a call contains, and that of the next page of a list. */
import type { z } from "zod";
import { AppError } from "../contract/errors.ts";
import { idText } from "../contract/fields.ts";
import { parse, wrong } from "../contract/parse.ts";
import type { Offsets, Opened } from "../db/offset.ts";

/** The query in the shape of `schema`. Throws `invalid_input`. */
export function readQuery<T extends z.ZodType>(schema: T, url: URL): z.output<T> {
  return parse(schema, Object.fromEntries(url.searchParams));
}

/** The header that leads from a page of a list to the next one, if its cursor is not null. */
export function linkTo(page: URL, cursor: Record<string, string | null>): ResponseInit {
  const [[name, value]] = Object.entries(cursor);
  if (value === null) return {};
  const next = new URL(page);
  next.searchParams.set(name, value);
  next.searchParams.delete("offset");
  return { headers: { link: `<${next.pathname}${next.search}>; rel="next"` } };
}

/** The position of an offset, where one is given. Throws `invalid_input` for a forged one. */
export function readAsOf(offsets: Offsets, asOf: string | undefined): Opened | undefined {
  if (asOf === undefined) return undefined;
  const opened = offsets.open(asOf);
  if (opened) return opened;
  throw wrong("as_of", "must be an offset that was given out");
}

/** The id in a path. Throws `not_found` for what is no id. */
export function readId(text: string): number {
  const id = idText.safeParse(text);
  if (id.success) return id.data;
  throw new AppError("not_found", "There is nothing here");
}
