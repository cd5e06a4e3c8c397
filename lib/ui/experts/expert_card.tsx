import type { ComponentChildren } from "preact";
import type { Expert } from "../../contract/users.ts";
import { Avatar } from "../components/avatar.tsx";
import { ClockIcon } from "../components/icons.tsx";
import { type Clock, hourText } from "../../time/formats.ts";
import { differenceText, placeOf } from "../../time/zones.ts";

type ExpertCardProps = {
  expert: Expert;
  /** The reader's own. */
  clock: Clock;
  /** Milliseconds. */
  now: number;
  /** The button. */
  children?: ComponentChildren;
};

/** A researcher in the list of researchers. */
export function ExpertCard({ expert, clock, now, children }: ExpertCardProps) {
  const { id, full_name, specialty, institution, bio } = expert;
  return (
    <li class="card expert-card" data-id={id}>
      <div class="line">
        <Avatar person={expert} />
        <div class="card-title">
          <h2 id={`expert-${id}-name`} title={full_name}>
            <bdi>{full_name}</bdi>
          </h2>
          {institution && (
            <p class="quiet" title={institution}>
              <bdi>{institution}</bdi>
            </p>
          )}
        </div>
      </div>
      {specialty && (
        <p class="badge tone-accent">
          <bdi>{specialty}</bdi>
        </p>
      )}
      {bio && <p class="quiet clamp expert-card-bio" title={bio} dir="auto">{bio}</p>}
      <TheirClock zone={expert.time_zone} clock={clock} now={now} />
      {children && <div class="actions">{children}</div>}
    </li>
  );
}

/** The researcher's local time, if it differs from the reader's. */
function TheirClock({ zone, clock, now }: { zone: string; clock: Clock; now: number }) {
  const difference = differenceText(zone, clock.zone, now);
  if (!difference) return null;
  const time = hourText(new Date(now).toISOString(), { ...clock, zone });
  return (
    <p class="quiet line expert-card-clock">
      <ClockIcon />
      {time} in {placeOf(zone)}, {difference}
    </p>
  );
}
