import { CheckIcon } from "./icons.tsx";

/** What a page says after a form was done, by its code in `?done=`. */
const WORDS = {
  "request-sent": "Your request is sent.",
  "request-accepted": "Request accepted.",
  "request-declined": "Request declined.",
  "request-withdrawn": "Request withdrawn.",
  "meeting-scheduled": "The meeting is scheduled.",
  "meeting-moved": "The meeting is rescheduled.",
  "meeting-cancelled": "The meeting is cancelled.",
  "reminder-sent": "The reminder is sent.",
  "marked-read": "Marked as read.",
  "profile-saved": "Your profile is saved.",
  "dates-saved": "Dates and times are shown like this from now on.",
  "password-changed": "Your password is changed. You are signed out on all other devices.",
  "session-ended": "That device is signed out.",
  "sessions-ended": "All other devices are signed out.",
  "choices-saved": "Your choices are saved.",
  "feed-made": "Your calendar link is ready.",
  "feed-removed": "The calendar link is removed.",
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
