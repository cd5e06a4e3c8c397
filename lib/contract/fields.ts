/** The building blocks of inputs and rows. */
import { z } from "zod";

/** Text that Postgres can store: no NUL, no lone surrogate. `max` counts UTF-16 units. */
export function text(max: number) {
  return z.string().max(max)
    .refine((value) => !value.includes("\0"), "must not contain NUL characters")
    .refine((value) => value.isWellFormed(), "must be well-formed Unicode");
}

/** As `text`, trimmed, and not empty. */
export function words(max: number) {
  return text(max).trim().min(1, "must not be empty");
}

/** Controls, format characters and blanks that look like nothing, as `users_full_name_visible` has them. */
const INVISIBLE = new RegExp(
  [
    String.raw`[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f]`,
    String.raw`[\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]`,
    String.raw`[\u{e0000}-\u{e00ff}]`,
    String.raw`(?:^|[^\u0600-\u{10ffff}])[\u200c\u200d]`,
    String.raw`[\u200c\u200d](?:$|[^\u0600-\u{10ffff}]|[\u200c\u200d])`,
  ].join("|"),
  "u",
);

/** A person's name: as `words`, without characters that nobody sees. */
export const fullName = words(200)
  .refine((value) => !INVISIBLE.test(value), "must not have invisible characters");

/** A row's id: a positive 32-bit integer. */
export const id = z.int().min(1).max(2_147_483_647);

/** A row's id in a path or query. */
export const idText = z.string().regex(/^[1-9]\d{0,9}$/).transform(Number).pipe(id);

const FIRST_INSTANT = Date.parse("0001-01-01T00:00Z");
/** The last instant that has a date of four digits (milliseconds). */
export const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * A point in time that a caller gives: ISO 8601 with `Z` or an offset, in years 1 to 9999. Seconds
 * may be left out, and so may the colon of an offset. Postgres takes offsets below 16 hours.
 */
export const instant = z.preprocess(
  withSeconds,
  z.iso.datetime({
    offset: true,
    abort: true,
    error: "must be an ISO 8601 time with Z or an offset, such as 2026-11-05T14:00:00Z",
  }).refine((value) => {
    const at = Date.parse(value);
    return at >= FIRST_INSTANT && at <= LAST_INSTANT;
  }, "must be an existing date")
    .refine((value) => !/[+-](1[6-9]|2\d):\d\d$/.test(value), "must have an offset below 16:00"),
);

/** The full form of a time; anything else is returned as it is. */
function withSeconds(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parts = /^(\S{10})[Tt](\d\d:\d\d)(:\d\d(?:\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.exec(value);
  if (!parts) return value;
  const [, date, time, seconds = ":00", zone] = parts;
  return `${date}T${time}${seconds}${zone.toUpperCase().replace(/(\d\d)(\d\d)$/, "$1:$2")}`;
}

/** A point in time as we give it: `2026-11-05T14:00:00.000Z`. */
export const time = z.iso.datetime({ precision: 3 });

/**
 * Of a row as it is shown: grows whenever any row that it is made of changes. Microseconds since 1970
 * of the newest of these changes.
 */
export const version = z.number();

export const email = text(254).trim().pipe(z.email("must be an email address"));

/** An http or https address, without a user's name before the host. */
export const link = text(500).trim().pipe(
  z.url({ protocol: /^https?$/, error: "must be an http or https address", abort: true })
    .refine(
      (value) => !/^[a-z]+:[/\\]*[^/?#]*[@\\]/i.test(value),
      "must not name a user before the host",
    ),
);

/** An IANA time zone that this runtime knows. */
export const timeZone = text(100).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Any JSON value, parsed, of at most `max` characters when written and 50 levels deep. */
export function json(max: number) {
  return z.unknown().refine((value) => isShallow(value, 50), {
    error: "must not be nested deeper than 50 levels",
    abort: true,
  }).refine(
    (value) => (JSON.stringify(value) ?? "").length <= max,
    `must have ${max} characters at most`,
  );
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** A count in a query string, between `min` and `max`. */
export function count(min: number, max: number, byDefault: number) {
  return z.string().regex(/^\d{1,9}$/, "must be a whole number").transform(Number)
    .pipe(z.int().min(min).max(max)).default(byDefault);
}

/** `true` or `false` in a query string. */
export const flag = z.enum(["true", "false"]).default("false").transform((value) =>
  value === "true"
);
