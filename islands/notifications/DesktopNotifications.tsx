/** Turns desktop notifications on and off in this browser. */
import { useEffect } from "preact/hooks";
import {
  type Desktop,
  desktop,
  turnOff,
  turnOn,
  watchDesktop,
} from "../../lib/browser/notices/desktop_setting.ts";
import { attempt } from "../../lib/browser/notices/toasts.ts";
import { BellIcon } from "../../lib/ui/components/icons.tsx";

const WORDS: Record<Desktop, string> = {
  on: "Desktop notifications: on",
  off: "Desktop notifications: off",
  blocked: "Desktop notifications: blocked",
  none: "",
};
const HINTS: Partial<Record<Desktop, string>> = {
  blocked: "Your browser blocks them. Allow them for this site in its settings.",
};

/** The browser asks for permission when the button is pressed for the first time. */
export default function DesktopNotifications({ userId }: { userId: number }) {
  useEffect(() => watchDesktop(userId), []);
  const state = desktop.value ?? "off";
  if (state === "none") return null;
  const toggle = () => attempt(async () => state === "on" ? turnOff(userId) : await turnOn(userId));
  return (
    <button
      type="button"
      class="button desktop-toggle needs-script"
      aria-pressed={state === "on" ? "true" : "false"}
      disabled={state === "blocked"}
      title={HINTS[state]}
      onClick={toggle}
    >
      <BellIcon />
      {WORDS[state]}
    </button>
  );
}
