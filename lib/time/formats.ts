/** Times in words, the same on the server and in the browser. */
import type { User } from "../contract/users.ts";
import { dateIn, isShownTwice, offsetIn } from "./wall_time.ts";
import { knownLocale, knownZone } from "./known.ts";

/** How a person reads times: their IANA zone, and the language and order of dates (BCP 47). */
export type Clock = { zone: string; locale: string };

/** The clock that a person chose. Unknown zones and languages are replaced. */
export function clockOf({ time_zone, locale }: Pick<User, "time_zone" | "locale">): Clock {
  return { zone: knownZone(time_zone), locale: knownLocale(locale) };
}

type Options = Intl.DateTimeFormatOptions;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf({ zone, locale }: Clock, options: Options): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  const format = formats.get(key) ??
    new Intl.DateTimeFormat(knownLocale(locale), { ...options, timeZone: knownZone(zone) });
  formats.set(key, format);
  return format;
}

/** Versions of language data use different spaces, so all become ordinary ones. */
function plain(text: string): string {
  return text.replace(/\s/g, " ");
}

/** Text that is not a time is returned unchanged. */
function formatted(iso: string, clock: Clock, options: Options): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const named = options.hour && isShownTwice(clock.zone, at) ? ZONE : {};
  return plain(formatOf(clock, { ...options, ...named }).format(at));
}

const DATE = { weekday: "short", year: "numeric", month: "short", day: "numeric" } as const;
const TIME: Options = { hour: "numeric", minute: "2-digit" };
/** Added to a time that clocks show twice because they go back. */
const ZONE = { timeZoneName: "short" } as const;

/** `Tue, Nov 4, 2025, 2:00 PM` at the instant `iso`. */
export function timeText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { ...DATE, ...TIME });
}

/** `Tuesday, November 4` */
export function dayText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { weekday: "long", month: "long", day: "numeric" });
}

/** `Tuesday, November 4, 2025` */
export function dateText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { ...DATE, weekday: "long", month: "long" });
}

/** `Tue` */
export function weekdayText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { weekday: "short" });
}

/** `Nov` */
export function monthText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { month: "short" });
}

/** `4` */
export function dayNumberText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { day: "numeric" });
}

/** `2:00 PM` */
export function hourText(iso: string, clock: Clock): string {
  return formatted(iso, clock, TIME);
}

/** `Tue, Nov 4, 2025, 2:00 – 3:00 PM`; both dates where it goes over midnight. */
export function spanText(start: string, end: string, clock: Clock): string {
  return range(start, end, clock, { ...DATE, ...TIME });
}

/** `2:00 – 3:00 PM`, `11:30 PM – 12:30 AM` */
export function hoursText(start: string, end: string, clock: Clock): string {
  return range(start, end, clock, TIME);
}

function range(start: string, end: string, clock: Clock, options: Options): string {
  const { zone } = clock;
  const [from, to] = [start, end].map((iso) => Date.parse(iso));
  // If clocks change in between, hours without zones would imply a wrong duration.
  const changes = offsetIn(zone, from) !== offsetIn(zone, to);
  const named = changes || isShownTwice(zone, from) || isShownTwice(zone, to) ? ZONE : {};
  const isOneDay = dateIn(zone, from) === dateIn(zone, to);
  const begun = formatOf(clock, { ...options, ...named });
  if (!changes && (isOneDay || options !== TIME)) return plain(begun.formatRange(from, to));
  const ended = formatOf(clock, { ...(isOneDay ? TIME : options), ...named });
  return plain(`${begun.format(from)} – ${ended.format(to)}`);
}

const MINUTE = 60_000;

/**
 * `just now`, `5 minutes ago`, `3 hours ago`; the absolute text from a day on, and for times
 * ahead of `now` (milliseconds).
 */
export function agoText(iso: string, clock: Clock, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / MINUTE);
  if (minutes < -1 || minutes >= 24 * 60) return timeText(iso, clock);
  if (minutes < 1) return "just now";
  if (minutes < 60) return counted(minutes, "minute");
  return counted(Math.floor(minutes / 60), "hour");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** What people call the zone, with its abbreviation at `now`: `New York time (EST)`. */
export function zoneText(zone: string, now = new Date()): string {
  const name = knownZone(zone);
  if (!name.includes("/")) return name;
  const place = name.slice(name.lastIndexOf("/") + 1).replaceAll("_", " ");
  const short = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "short" })
    .formatToParts(now).find((part) => part.type === "timeZoneName")?.value;
  return short ? `${place} time (${short})` : `${place} time`;
}
