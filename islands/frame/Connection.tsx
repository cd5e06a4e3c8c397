/** Connects the page, and shows when it is not current. */
import { useEffect, useRef, useState } from "preact/hooks";
import { connect } from "../../lib/browser/connection/connection.ts";
import { type Status, status } from "../../lib/browser/connection/status.ts";
import type { Offset } from "../../lib/contract/events.ts";
import { loginPath } from "../../lib/ui/paths.ts";

type ConnectionProps = {
  userId: number;
  offset: Offset;
};

const WORDS: Record<Status, string> = {
  "starting": "",
  "live": "Up to date",
  "offline": "Offline – trying again",
  "catching-up": "Updating",
  "delayed": "Updates are delayed",
  "reloading": "Catching up",
  "ended": "",
};

/** A page has one. */
export default function Connection({ userId, offset }: ConnectionProps) {
  useEffect(() => connect({ userId, offset }), []);
  const now = status.value;
  return (
    <div class="connection" data-status={now} aria-live="polite">
      {now === "ended" ? <Ended /> : <span class="connection-words">{WORDS[now]}</span>}
    </div>
  );
}

/** Shows it in a dialog once, and then at the top of the page. */
function Ended() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isRead, setIsRead] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const path = loginPath(location.pathname + location.search);
  if (isRead) {
    return (
      <p class="raised tone-danger connection-ended">
        You are signed out – <a href={path}>sign in again</a>
      </p>
    );
  }
  return (
    <dialog
      ref={dialog}
      class="raised dialog dialog-small"
      aria-labelledby="ended-title"
      onClose={() => setIsRead(true)}
    >
      <h2 id="ended-title">You are signed out</h2>
      <p class="quiet">This page shows nothing new until you sign in again.</p>
      <div class="actions actions-end">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Not now
        </button>
        <a class="button button-primary" href={path} autofocus>Sign in again</a>
      </div>
    </dialog>
  );
}
