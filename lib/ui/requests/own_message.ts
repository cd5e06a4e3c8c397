/** What a person wrote in a request, without the lines that were added when it was stored. */
import type { Request } from "../../contract/meetings.ts";
import { MEETING_TYPE_WORDS } from "../components/words.ts";

type Asked = Pick<Request, "message" | "preferred_datetime" | "meeting_type">;

/** `Tuesday, November 4, 2025, 02:00 PM`, in the requester's time zone. */
const TIME = "\\w+day, \\w+ \\d+, \\d{4,}, \\d\\d:\\d\\d [AP]M";

/**
 * The message without the lines about time and type at its end. They stay if the request has no
 * such values of its own, or if they say anything else.
 */
export function ownMessage({ message, preferred_datetime, meeting_type }: Asked): string {
  const lines = (preferred_datetime ? `\nPreferred Date & Time: ${TIME}` : "") +
    (meeting_type ? `\nMeeting Type: ${MEETING_TYPE_WORDS[meeting_type]}` : "");
  return lines ? message.replace(new RegExp(`\n${lines}$`), "") : message;
}
