/** Between what a clock on the wall shows in some zone and the instant it is. */

const DAY = 24 * 60 * 60 * 1000;

/**
 * The instant (ISO 8601, UTC) at which clocks in the IANA zone `zone` show `date`
 * (`2026-11-01`) and `time` (`14:00`). Where clocks go back and show it twice, the first time;
 * null where they go forward and skip it, and for what is no date or time.
 */
export function instantOf(date: string, time: string, zone: string): string | null {
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall)) return null;
  const offsets = [wall - DAY, wall + DAY].map((at) => wallOf(at, zone) - at);
  const instants = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, zone) === wall);
  return instants.length > 0 ? new Date(Math.min(...instants)).toISOString() : null;
}

/** The date (`2026-11-01`) that calendars in `zone` show at the instant `at` (milliseconds). */
export function dateIn(zone: string, at: number): string {
  return new Date(wallOf(at, zone)).toISOString().slice(0, 10);
}

/** What clocks in `zone` show at the instant `at`, as milliseconds of a UTC clock showing it. */
function wallOf(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
