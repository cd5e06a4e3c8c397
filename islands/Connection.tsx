/** Connects the page, and says so when it is not current. */
import "./Bell.tsx";
import { useEffect } from "preact/hooks";
import { connect } from "../lib/client/connection.ts";
import { type Status, status } from "../lib/client/status.ts";
import type { Offset } from "../lib/contract/events.ts";
import { loginPath } from "../lib/ui/own_path.ts";

interface ConnectionProps {
  userId: number;
  offset: Offset;
}

const WORDS: Record<Status, string> = {
  "starting": "",
  "live": "Live",
  "offline": "Offline – reconnecting",
  "catching-up": "Catching up",
  "ended": "",
};

/** The indicator; a page has one. */
export default function Connection({ userId, offset }: ConnectionProps) {
  useEffect(() => connect({ userId, offset }), []);
  const now = status.value;
  return (
    <div class="connection" data-status={now} aria-live="polite">
      {now === "ended" ? <Ended /> : <span class="connection-words">{WORDS[now]}</span>}
    </div>
  );
}

function Ended() {
  return (
    <p class="session-ended">
      Session ended – <a href={loginPath(location.pathname + location.search)}>sign in again</a>
    </p>
  );
}
