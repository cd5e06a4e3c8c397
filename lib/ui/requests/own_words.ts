/** What a person wrote in a request, without what was added to it as it was stored. */
import type { Request } from "../../contract/meetings.ts";
import { MEETING_TYPE_WORDS } from "../components/words.ts";

type Asked = Pick<Request, "message" | "preferred_datetime" | "meeting_type">;

/** `Tuesday, November 4, 2025, 02:00 PM`, in the zone of whoever asked, which is not said. */
const TIME = "\\w+day, \\w+ \\d+, \\d{4,}, \\d\\d:\\d\\d [AP]M";

/**
 * The message up to the lines about time and type that it ends with where the app stored it. They
 * stay where the request has no such values of its own, and where anything else stands in them.
 */
export function ownWords({ message, preferred_datetime, meeting_type }: Asked): string {
  const lines = (preferred_datetime ? `\nPreferred Date & Time: ${TIME}` : "") +
    (meeting_type ? `\nMeeting Type: ${MEETING_TYPE_WORDS[meeting_type]}` : "");
  return lines ? message.replace(new RegExp(`\n${lines}$`), "") : message;
}
