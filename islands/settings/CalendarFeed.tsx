/** The private address at which calendar apps read a person's meetings. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { createFeed, deleteFeed } from "../../lib/browser/api/calendar_feed.ts";
import { useBusy } from "../../lib/browser/hooks/hooks.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { CalendarFeed as Feed } from "../../lib/contract/calendar.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { AddToCalendarIcon } from "../../lib/ui/components/icons.tsx";
import { RelativeTime } from "../../lib/ui/components/relative_time.tsx";
import type { Clock } from "../../lib/time/formats.ts";

type CalendarFeedProps = {
  /** Null if there is no calendar feed. */
  first: Feed | null;
  clock: Clock;
};

/** Makes, copies, renews and removes the address; without a script its forms are sent. */
export default function CalendarFeed({ first, clock }: CalendarFeedProps) {
  const [feed, setFeed] = useState(first);
  const [busy, run] = useBusy();
  const act = (event: SubmitEvent) => {
    event.preventDefault();
    const action = (event.submitter as HTMLButtonElement | null)?.value;
    run(async () => {
      if (!await attempt(async () => setFeed(await change(action)))) return;
      document.getElementById("calendar-feed-heading")?.focus();
      toast(doneWords(action, feed !== null));
    });
  };
  return (
    <div class="form">
      {feed && <Address key={feed.url} feed={feed} clock={clock} />}
      <Form action="/settings/calendar-feed" onSubmit={act}>
        {feed ? <Changes busy={busy} /> : (
          <button
            type="submit"
            class="button button-primary"
            name="action"
            value="make"
            disabled={busy}
          >
            <AddToCalendarIcon />Create a calendar link
          </button>
        )}
      </Form>
    </div>
  );
}

async function change(action?: string): Promise<Feed | null> {
  return action === "remove" ? await deleteFeed() : await createFeed();
}

function doneWords(action: string | undefined, hadOne: boolean): string {
  if (action === "remove") return "Calendar link removed";
  return hadOne ? "New calendar link created" : "Calendar link created";
}

function Address({ feed: { url, created_at }, clock }: { feed: Feed; clock: Clock }) {
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    input.current?.select();
    const copied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
    toast(copied ? "Link copied" : "The link is selected. Copy it from there.");
  };
  return (
    <div class="field">
      <label for="feed-url">Calendar link</label>
      <div class="actions">
        <input
          id="feed-url"
          ref={input}
          class="calendar-feed-url"
          readOnly
          value={url}
          aria-describedby="feed-url-hint"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button needs-script" onClick={copy}>Copy</button>
        <a class="button" href={url.replace(/^https?/, "webcal")}>Open in a calendar app</a>
      </div>
      <p id="feed-url-hint" class="quiet">
        Anyone with this link can see your meetings, so keep it private. Created{" "}
        <RelativeTime at={created_at} clock={clock} />.
      </p>
    </div>
  );
}

/** With a script, asks for confirmation, since it cannot be undone. */
function Changes({ busy }: { busy: boolean }) {
  const [asked, setAsked] = useState<"make" | "remove" | null>(null);
  const asker = useRef<HTMLButtonElement | null>(null);
  useLayoutEffect(() => {
    if (!asked) asker.current?.focus();
  }, [asked]);
  const ask = (event: MouseEvent) => {
    event.preventDefault();
    asker.current = event.currentTarget as HTMLButtonElement;
    setAsked(asker.current.value as "make" | "remove");
  };
  return (
    <>
      <div class="actions" hidden={asked !== null}>
        <button type="submit" class="button" name="action" value="make" onClick={ask}>
          Create a new link
        </button>
        <button type="submit" class="button" name="action" value="remove" onClick={ask}>
          Remove
        </button>
      </div>
      {asked && <Question asked={asked} busy={busy} leave={() => setAsked(null)} />}
    </>
  );
}

type QuestionProps = {
  asked: "make" | "remove";
  busy: boolean;
  leave: () => void;
};

function Question({ asked, busy, leave }: QuestionProps) {
  return (
    <div class="actions" role="group" aria-labelledby="feed-question">
      <p id="feed-question" class="calendar-feed-question">
        The current link stops working. Calendar apps that use it no longer show your meetings.
      </p>
      <button
        type="submit"
        class="button button-primary"
        name="action"
        value={asked}
        disabled={busy}
        ref={focusOnce}
      >
        {asked === "make" ? "Create a new link" : "Remove link"}
      </button>
      <button type="button" class="button" onClick={leave}>Keep it</button>
    </div>
  );
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus();
}
