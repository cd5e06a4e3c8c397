/** Times in words, the same on the server and in the browser but for their spaces. */
import type { User } from "../contract/users.ts";

/** How a person reads times: their IANA zone, and the language and order of dates (BCP 47). */
export type Clock = { zone: string; locale: string };

/** The clock that a person chose. */
export function clockOf({ time_zone, locale }: Pick<User, "time_zone" | "locale">): Clock {
  return { zone: time_zone, locale };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Language data differ in which spaces they use, so all become ordinary ones. */
function formatted(iso: string, clock: Clock, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([clock.locale, clock.zone, options]);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(clock.locale, { ...options, timeZone: clock.zone });
    formats.set(key, format);
  }
  return format.format(new Date(iso)).replace(/\s/g, " ");
}

const DATE = { weekday: "short", year: "numeric", month: "short", day: "numeric" } as const;
const TIME = { hour: "numeric", minute: "2-digit" } as const;

/** `Tue, Nov 4, 2025, 2:00 PM` at the instant `iso`. */
export function timeText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { ...DATE, ...TIME });
}

/** `Tuesday, November 4` */
export function dayText(iso: string, clock: Clock): string {
  return formatted(iso, clock, { weekday: "long", month: "long", day: "numeric" });
}

/** `2:00 PM` */
export function hourText(iso: string, clock: Clock): string {
  return formatted(iso, clock, TIME);
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
  if (!zone.includes("/")) return zone;
  const place = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  const short = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" })
    .formatToParts(now).find((part) => part.type === "timeZoneName")?.value;
  return short ? `${place} time (${short})` : `${place} time`;
}
