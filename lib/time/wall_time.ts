/** Converts between wall times in a zone and instants. */
import { knownZone } from "./known.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * The instant (ISO 8601, UTC) at which clocks in the IANA zone `zone` show `date`
 * (`2026-11-01`) and `time` (`14:00`). Where clocks go back and show it twice, the first time;
 * null where they go forward and skip it, and for what is no date or time.
 */
export function instantOf(date: string, time: string, zone: string): string | null {
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall)) return null;
  const instants = showings(wall, wall, zone);
  return instants.length > 0 ? new Date(Math.min(...instants)).toISOString() : null;
}

/** Whether clocks in `zone` show what they show at the instant `at` (milliseconds) twice. */
export function isShownTwice(zone: string, at: number): boolean {
  return showings(wallOf(at, zone), at, zone).length > 1;
}

/** The instants within a day of `near` at which clocks in `zone` show `wall`. */
function showings(wall: number, near: number, zone: string): number[] {
  const offsets = new Set([near - DAY, near + DAY].map((at) => wallOf(at, zone) - at));
  return [...offsets].map((offset) => wall - offset).filter((at) => wallOf(at, zone) === wall);
}

/** The date (`2026-11-01`) that calendars in `zone` show at the instant `at` (milliseconds). */
export function dateIn(zone: string, at: number): string {
  return new Date(wallOf(at, zone)).toISOString().slice(0, 10);
}

/** The time of day (`14:00`) that clocks in `zone` show at the instant `at` (milliseconds). */
export function timeIn(zone: string, at: number): string {
  return new Date(wallOf(at, zone)).toISOString().slice(11, 16);
}

/** How many minutes clocks in `zone` are ahead of UTC at the instant `at` (milliseconds). */
export function offsetIn(zone: string, at: number): number {
  return (wallOf(at, zone) - Math.floor(at / 1000) * 1000) / 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("en-US", {
    timeZone: knownZone(zone),
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

/** What clocks in `zone` show at the instant `at`, as milliseconds of a UTC clock showing it. */
function wallOf(at: number, zone: string): number {
  const part = Object.fromEntries(
    formatOf(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
