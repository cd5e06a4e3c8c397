/** Connects the page, and shows when it is not current. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { connect } from "../../lib/browser/connection/connection.ts";
import { isOver, type Status, status } from "../../lib/browser/connection/status.ts";
import { showUnread } from "../../lib/browser/notices/badge.ts";
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
  "expired": "",
  "ended": "",
};

/** A page has one. */
export default function Connection({ userId, offset }: ConnectionProps) {
  useEffect(() => connect({ userId, offset }), []);
  const now = status.value;
  useEffect(() => {
    if (isOver()) clearPage(now === "ended");
  }, [now]);
  useEffect(() => {
    addEventListener("submit", forgetAtSignOut);
    return () => removeEventListener("submit", forgetAtSignOut);
  }, []);
  return (
    <div class="connection" data-status={now} aria-live="polite">
      <span class="connection-words">{WORDS[now]}</span>
    </div>
  );
}

/**
 * Takes everything off the page, for whoever comes to it next; with `isForgotten` also what the tab
 * keeps of what was typed, which otherwise waits for its person.
 */
function clearPage(isForgotten: boolean): void {
  if (isForgotten) sessionStorage.clear();
  showUnread(0);
  document.title = "Signed out · Liaison";
  const page = document.createElement("main");
  document.body.replaceChildren(page);
  render(<Ended path={loginPath(location.pathname + location.search)} />, page);
}

/** The answer to a sign-out clears the same, but not on plain http. */
function forgetAtSignOut({ target }: Event): void {
  if ((target as Element).getAttribute("action") === "/logout") sessionStorage.clear();
}

/** Shows it in a dialog once, and then at the top of the page. */
function Ended({ path }: { path: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isRead, setIsRead] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
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
      <p class="quiet">Sign in again to go on where you were.</p>
      <div class="actions actions-end">
        <a class="button button-primary" href={path} autofocus>Sign in again</a>
      </div>
    </dialog>
  );
}
