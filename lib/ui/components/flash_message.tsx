import { CheckIcon } from "./icons.tsx";

/** What a page says after a form succeeded, by the code in `?done=`. */
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
  "email-changed": "From now on you sign in with this address.",
  "password-changed":
    "Your password is changed. You are signed out on all other devices, and your calendar link has ended.",
  "authenticator-removed": "The authenticator app and its recovery codes are removed.",
  "passkey-added": "The passkey is added. You can sign in with it now.",
  "passkey-removed": "The passkey is removed.",
  "password-reset": "Your new password is set. Sign in with it.",
  "session-ended": "That device is signed out.",
  "sessions-ended": "All other devices are signed out.",
  "sign-ins-seen": "Thank you. All your sign-ins are listed below.",
  "choices-saved": "Your choices are saved.",
  "researcher-approved": "The researcher is approved.",
  "researcher-refused": "The researcher is refused, and reads your reason.",
  "researcher-suspended": "The researcher is suspended and signed out.",
  "meetings-cancelled": "The meetings ahead are cancelled. The patients are notified.",
  "person-blocked": "This person is blocked.",
  "person-unblocked": "This person is no longer blocked.",
  "feed-made": "Your calendar link is ready.",
  "feed-removed": "The calendar link is removed.",
};

/** The code of a flash message. */
export type FlashCode = keyof typeof WORDS;

/** The flash message that the address names in `?done=`; nothing if it names none. */
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

/** `path` (query and fragment included) with the flash message `code`. */
export function flashPath(path: string, code: FlashCode): string {
  const { pathname, searchParams, hash } = new URL(path, "http://liaison.invalid");
  searchParams.set("done", code);
  return `${pathname}?${searchParams}${hash}`;
}
