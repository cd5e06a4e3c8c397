import type { ComponentChildren } from "preact";
import type { MeetingType, Request } from "../contract/meetings.ts";
import { Avatar } from "./avatar.tsx";
import { CalendarIcon, PhoneIcon, PlaceIcon, VideoIcon } from "./icons.tsx";
import { MessageText } from "./message_text.tsx";
import { Moment } from "./moment.tsx";
import { StatusBadge } from "./status_badge.tsx";
import type { Clock } from "./time.ts";
import { MEETING_TYPE_WORDS } from "./words.ts";

const MEETING_TYPE_ICONS: Record<MeetingType, () => ComponentChildren> = {
  video_call: VideoIcon,
  phone_call: PhoneIcon,
  in_person: PlaceIcon,
};

interface RequestCardProps {
  request: Request;
  clock: Clock;
  now?: number;
  /** Buttons. */
  children?: ComponentChildren;
}

/** A request with the person on its other side, their words, and where it stands. */
export function RequestCard({ request, clock, now, children }: RequestCardProps) {
  const { id, message, status, decision_reason, created_at } = request;
  const other = request.type === "received" ? request.requester : request.expert;
  return (
    <li class="card request" data-id={id} data-status={status}>
      <div class="card-head">
        <Avatar person={other} />
        <div class="card-title">
          <h3 id={`request-${id}-name`}>{other.full_name}</h3>
          <p class="quiet">
            {request.type === "received" ? "Asked" : "Sent"}{" "}
            <Moment at={created_at} clock={clock} now={now} />
          </p>
        </div>
        <StatusBadge status={status} />
      </div>
      <Wishes request={request} clock={clock} />
      <MessageText id={`request-${id}-message`} text={message} />
      {decision_reason && <p class="reason">Reason: {decision_reason}</p>}
      {children}
    </li>
  );
}

/** The time and type that were asked for, as far as they are known. */
function Wishes({ request, clock }: { request: Request; clock: Clock }) {
  const { preferred_datetime: at, meeting_type: type } = request;
  if (!at && !type) return null;
  const TypeIcon = type && MEETING_TYPE_ICONS[type];
  return (
    <ul class="wishes" aria-label="Asked for">
      {at && (
        <li>
          <CalendarIcon />
          <Moment at={at} clock={clock} />
        </li>
      )}
      {type && TypeIcon && (
        <li>
          <TypeIcon />
          {MEETING_TYPE_WORDS[type]}
        </li>
      )}
    </ul>
  );
}
