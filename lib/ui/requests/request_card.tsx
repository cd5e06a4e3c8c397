import type { ComponentChildren } from "preact";
import type { MeetingType, Request } from "../../contract/meetings.ts";
import { Avatar } from "../components/avatar.tsx";
import { CalendarIcon, PhoneIcon, PlaceIcon, VideoIcon } from "../components/icons.tsx";
import { MessageText } from "../components/message_text.tsx";
import { RelativeTime } from "../components/relative_time.tsx";
import { ownMessage } from "./own_message.ts";
import { StatusBadge } from "../components/status_badge.tsx";
import type { Clock } from "../../time/formats.ts";
import { MEETING_TYPE_WORDS } from "../components/words.ts";
import { meetingPath, newMeetingPath, requestPath } from "../paths.ts";

const MEETING_TYPE_ICONS: Record<MeetingType, () => ComponentChildren> = {
  video_call: VideoIcon,
  phone_call: PhoneIcon,
  in_person: PlaceIcon,
};

type RequestCardProps = {
  /** `isSaving` while its decision is being saved. */
  request: Request & { isSaving?: boolean };
  clock: Clock;
  now?: number;
  /** Whether it is on a page of its own. */
  isAlone?: boolean;
  /** Buttons. */
  children?: ComponentChildren;
};

/** A request with the other person, the message and its status. */
export function RequestCard(props: RequestCardProps) {
  const { request, clock, now, children } = props;
  const { id, status, decision_reason, created_at } = request;
  const other = request.type === "received" ? request.requester : request.expert;
  return (
    <li class="card request-card" data-id={id}>
      <div class="line">
        <Avatar person={other} />
        <div class="card-title">
          <Name {...props} name={other.full_name} />
          <p class="quiet">
            Sent <RelativeTime at={created_at} clock={clock} now={now} />
          </p>
        </div>
        <StatusBadge status={status} isSaving={request.isSaving} />
      </div>
      <MessageText id={`request-${id}-message`} text={ownMessage(request)} />
      <Preferences request={request} clock={clock} />
      {decision_reason && (
        <p class="request-card-reason" dir="auto">
          <bdi>Reason</bdi>: {decision_reason}
        </p>
      )}
      {children}
    </li>
  );
}

/** The other person's name. In a list it leads to the request's page. */
function Name({ request, isAlone, name }: RequestCardProps & { name: string }) {
  const id = `request-${request.id}-name`;
  if (isAlone) {
    return (
      <h2 id={id} tabIndex={-1}>
        <bdi>{name}</bdi>
      </h2>
    );
  }
  return (
    <h3 id={id}>
      <a href={requestPath(request.id)}>
        <bdi>{name}</bdi>
      </a>
    </h3>
  );
}

/** The preferred time, in the reader's time zone, and type, if they were given. */
function Preferences({ request, clock }: { request: Request; clock: Clock }) {
  const { preferred_datetime: at, meeting_type: type } = request;
  if (!at && !type) return null;
  const TypeIcon = type && MEETING_TYPE_ICONS[type];
  return (
    <ul class="request-card-preferences" aria-label="Preferences">
      {at && (
        <li>
          <CalendarIcon />
          <span>
            Preferred Date & Time: <RelativeTime at={at} clock={clock} />
          </span>
        </li>
      )}
      {type && TypeIcon && (
        <li>
          <TypeIcon />
          <span>Meeting Type: {MEETING_TYPE_WORDS[type]}</span>
        </li>
      )}
    </ul>
  );
}

/** Leads from an accepted request to its meeting, or to scheduling one. */
export function MeetingLink({ request }: { request: Request & { isSaving?: boolean } }) {
  const { id, schedule_id, status, isSaving } = request;
  if (status !== "accepted" || isSaving) return null;
  const other = request.type === "received" ? request.requester : request.expert;
  return (
    <div class="actions">
      <a
        class="button"
        href={schedule_id ? meetingPath(schedule_id) : newMeetingPath(other.id)}
        aria-describedby={`request-${id}-name`}
      >
        <CalendarIcon />
        {schedule_id ? "See the meeting" : "Schedule a meeting"}
      </a>
    </div>
  );
}
