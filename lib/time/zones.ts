/** The difference between two time zones. */
import { offsetIn, timeIn } from "./wall_time.ts";

const FRACTIONS: Record<number, string> = { 15: "¼", 30: "½", 45: "¾" };

/** `Europe/Berlin` → `Berlin` */
export function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/**
 * `6 hours ahead`, `5½ hours behind`: the IANA zone `theirs` compared with `own` at the instant `at`
 * (milliseconds); null if they show the same time.
 */
export function differenceText(theirs: string, own: string, at: number): string | null {
  const minutes = offsetIn(theirs, at) - offsetIn(own, at);
  if (minutes === 0) return null;
  const size = Math.abs(minutes);
  const amount = `${Math.floor(size / 60) || ""}${FRACTIONS[size % 60] ?? ""}`;
  return `${amount} hour${size > 60 ? "s" : ""} ${minutes > 0 ? "ahead" : "behind"}`;
}

/** Whether it is between nine in the evening and seven in the morning there. */
export function isNight(zone: string, at: number): boolean {
  const time = timeIn(zone, at);
  return time < "07:00" || time >= "21:00";
}
