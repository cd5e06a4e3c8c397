import { isolated } from "../components/bidi.tsx";
import { type Clock, timeText, zoneText } from "../../time/formats.ts";
import { differenceText, isNight } from "../../time/zones.ts";

type TheirTimeProps = {
  /** Whose clock it is. */
  person: { full_name: string; time_zone: string };
  clock: Clock;
  /** ISO 8601; null as long as no time is chosen. */
  wanted: string | null;
  now: number;
};

/** The chosen time in the other person's time zone, if it differs from the reader's. */
export function TheirTime({ person, clock, wanted, now }: TheirTimeProps) {
  const zone = person.time_zone;
  const at = wanted ? Date.parse(wanted) : now;
  const difference = differenceText(zone, clock.zone, at);
  if (!difference) return null;
  const place = zoneText(zone, new Date(at));
  return (
    <p class="quiet their-time" aria-live="polite">
      {wanted
        ? (
          <>
            For <bdi>{person.full_name}</bdi>:{" "}
            <strong>{timeText(wanted, { ...clock, zone })}</strong>, {place}
            {isNight(zone, at) && " – at night"}
          </>
        )
        : `${isolated(person.full_name)} is in ${place}, ${difference} of you.`}
    </p>
  );
}
