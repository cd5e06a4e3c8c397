/**
 * Times in words. Composed from parts, because whole formatted texts differ between the
 * server's and the browser's language data, and both must render the same.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: Date, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      weekday: "long",
      year: "numeric",
      month: "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h12",
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `Tue, Nov 4, 2025, 2:00 PM` at the instant `iso` in the IANA zone `zone`. */
export function timeText(iso: string, zone: string): string {
  const { weekday, month, day, year, hour, minute, dayPeriod } = partsOf(new Date(iso), zone);
  const date = `${weekday.slice(0, 3)}, ${month.slice(0, 3)} ${day}, ${year}`;
  return `${date}, ${Number(hour)}:${minute} ${dayPeriod}`;
}

const MINUTE = 60_000;

/**
 * `just now`, `5 minutes ago`, `3 hours ago`; the absolute text from a day on, and for times
 * ahead of `now` (milliseconds).
 */
export function agoText(iso: string, zone: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / MINUTE);
  if (minutes < -1 || minutes >= 24 * 60) return timeText(iso, zone);
  if (minutes < 1) return "just now";
  if (minutes < 60) return counted(minutes, "minute");
  return counted(Math.floor(minutes / 60), "hour");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** What people call the zone, with its abbreviation at `now`: `New York time (EST)`. */
export function zoneText(zone: string, now = new Date()): string {
  if (!zone.includes("/")) return zone;
  const place = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  const short = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" })
    .formatToParts(now).find((part) => part.type === "timeZoneName")?.value;
  return short ? `${place} time (${short})` : `${place} time`;
}
