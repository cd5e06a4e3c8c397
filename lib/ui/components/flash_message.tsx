import { CheckIcon } from "./icons.tsx";

/** What a page says after a form was done, by its code in `?done=`. */
const WORDS = {
  "request-sent": "Your request is sent.",
  "request-accepted": "Request accepted.",
  "request-declined": "Request declined.",
  "request-withdrawn": "Request withdrawn.",
  "meeting-scheduled": "The meeting is scheduled.",
  "meeting-moved": "The meeting is moved.",
  "meeting-cancelled": "The meeting is cancelled.",
  "reminder-sent": "The reminder is sent.",
  "marked-read": "Marked as read.",
  "profile-saved": "Your profile is saved.",
  "dates-saved": "Dates and times are shown like this from now on.",
  "password-changed": "Your password is changed. Other sessions have ended.",
  "session-ended": "The session has ended.",
  "sessions-ended": "All other sessions have ended.",
  "choices-saved": "Your choices are saved.",
  "feed-made": "Your calendar address is ready.",
  "feed-removed": "The calendar address is gone.",
};

/** What can have been done. */
export type FlashCode = keyof typeof WORDS;

/** Says what the form that led to this page has done; nothing where `?done=` says nothing known. */
export function FlashMessage({ url }: { url: URL }) {
  const code = url.searchParams.get("done") ?? "";
  if (!Object.hasOwn(WORDS, code)) return null;
  return (
    <p class="line note tone-success" role="status">
      <CheckIcon />
      <span>{WORDS[code as FlashCode]}</span>
    </p>
  );
}

/** The path (query and fragment included) of the page that says `code` was done. */
export function flashPath(path: string, code: FlashCode): string {
  const { pathname, searchParams, hash } = new URL(path, "http://liaison.invalid");
  searchParams.set("done", code);
  return `${pathname}?${searchParams}${hash}`;
}
