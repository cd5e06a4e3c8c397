/** The page of a meeting: its present state, and the actions that are possible. */
import type { TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { follow } from "../../lib/browser/hooks/address.ts";
import { useBusy, useLazy, useNow } from "../../lib/browser/hooks/hooks.ts";
import { useRows } from "../../lib/browser/hooks/use_store.ts";
import { newIdempotencyKey } from "../../lib/browser/api/http.ts";
import { type Opening, useOpening } from "../../lib/browser/hooks/opening.ts";
import { schedules, sendReminder } from "../../lib/browser/store/schedules.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { OwnMeeting } from "../../lib/contract/contacts.ts";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { BellIcon, CalendarIcon, CloseIcon } from "../../lib/ui/components/icons.tsx";
import { CalendarLink, MeetingFacts, MeetingHead } from "../../lib/ui/meetings/meeting_details.tsx";
import { type Panel, PANEL_WORDS } from "../../lib/forms/meeting_form.ts";
import { isOpen } from "../../lib/ui/meetings/meeting_words.ts";
import { isolated } from "../../lib/ui/components/bidi.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { meetingPath, newMeetingPath, pathWith } from "../../lib/ui/paths.ts";

type MeetingProps = {
  first: OwnMeeting;
  viewerId: number;
  clock: Clock;
  /** When the page was rendered, in milliseconds. */
  madeAt: number;
  /** Whether the page has a form below, which replaces the actions. */
  hasForm: boolean;
};

/** From how long before the start (milliseconds) the time is renewed every second. */
const CLOSE = 11 * 60_000;

/** Forms open in a dialog; without a script they are on the page. */
export default function Meeting({ first, viewerId, clock, madeAt, hasForm }: MeetingProps) {
  const rows = useRows(schedules, [first.schedule]);
  const schedule = rows.find(({ id }) => id === first.schedule.id);
  const pauseAt = (at = madeAt) => schedule && isClose(schedule, at) ? 1_000 : 10_000;
  const now = useNow(pauseAt) ?? madeAt;
  const [opening, open] = useOpening<Panel>();
  const canChange = schedule !== undefined && isOpen(schedule, now);
  useFocusAfter(canChange);
  if (!schedule) return <Gone />;
  const meeting = { ...first, schedule };
  const form = { meeting, viewerId, clock, now };
  return (
    <article class="meeting" data-id={schedule.id}>
      <MeetingHead {...form} />
      <MeetingFacts {...form} onCopy={copy} />
      {!hasForm && <Actions {...form} canChange={canChange} open={open} />}
      {canChange && opening && <PanelDialog {...form} key={opening.key} opening={opening} />}
    </article>
  );
}

async function copy(link: string): Promise<void> {
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
  if (copied) toast("Link copied");
  else toast("The link could not be copied", "problem");
}

/** Moves the focus to the content when it was on an action that is no longer possible. */
function useFocusAfter(canChange: boolean): void {
  const could = useRef(canChange);
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (could.current && !canChange && isLost) document.getElementById("main")?.focus();
    could.current = canChange;
  }, [canChange]);
}

function isClose({ start_datetime }: OwnMeeting["schedule"], now: number): boolean {
  const left = Date.parse(start_datetime) - now;
  return left > 0 && left < CLOSE;
}

function Gone() {
  return (
    <EmptyState icon={<CalendarIcon />} title="This meeting was removed">
      <p class="quiet">It is no longer in your calendar.</p>
      <a class="button" href="/calendar">Open the calendar</a>
    </EmptyState>
  );
}

type FormProps = {
  meeting: OwnMeeting;
  viewerId: number;
  clock: Clock;
  now: number;
};

type ActionsProps = FormProps & {
  canChange: boolean;
  open: (panel: Panel) => void;
};

function Actions({ meeting, now, canChange, open }: ActionsProps) {
  const { schedule, other } = meeting;
  const isAhead = now < Date.parse(schedule.start_datetime);
  const to = (panel: Panel) => ({
    href: pathWith(meetingPath(schedule.id), { panel }),
    onClick: (event: MouseEvent) => follow(event, () => open(panel)),
  });
  if (!canChange) {
    return (
      <div class="actions">
        <a class="button" href={newMeetingPath(other.id)}>Schedule another meeting</a>
      </div>
    );
  }
  return (
    <div class="actions meeting-actions">
      <a class="button" {...to("move")}>{PANEL_WORDS.move}</a>
      <CalendarLink id={schedule.id} />
      {isAhead && <Remind key={schedule.start_datetime} meeting={meeting} />}
      <a class="button button-quiet-danger" {...to("cancel")}>{PANEL_WORDS.cancel}</a>
    </div>
  );
}

/** Reminds both people, once for each time that the meeting gets. */
function Remind({ meeting: { schedule: { id }, other } }: { meeting: OwnMeeting }) {
  const [busy, run] = useBusy();
  const [sent, setSent] = useState(false);
  const key = useRef("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    key.current ||= newIdempotencyKey();
    run(async () => {
      if (!await attempt(() => sendReminder(id, key.current))) return;
      setSent(true);
      toast(`Reminder sent to you and ${isolated(other.full_name)}`);
    });
  };
  return (
    <Form action={meetingPath(id)} onSubmit={submit}>
      <button
        type="submit"
        name="action"
        value="remind"
        class="button"
        aria-disabled={sent || busy ? "true" : undefined}
        onClick={(event) => (sent || busy) && event.preventDefault()}
      >
        <BellIcon />
        {sent ? "Reminder sent" : "Send reminder"}
      </button>
    </Form>
  );
}

type PanelDialogProps = FormProps & {
  opening: Opening<Panel>;
};

/** A modal dialog that is open as long as it is rendered, once its form is loaded. */
function PanelDialog({ opening: { subject: panel, close }, ...form }: PanelDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const openPage = () =>
    location.assign(pathWith(meetingPath(form.meeting.schedule.id), { panel }));
  const MoveForm = useLazy(panel === "move", () => import("./MoveForm.tsx"), openPage);
  const CancelForm = useLazy(panel === "cancel", () => import("./CancelForm.tsx"), openPage);
  const Form = MoveForm ?? CancelForm;
  useEffect(() => {
    if (Form) dialog.current?.showModal();
  }, [Form]);
  if (!Form) return null;
  const shut = () => dialog.current?.close();
  return (
    <dialog ref={dialog} class="raised dialog" aria-labelledby="panel-title" onClose={close}>
      <div class="dialog-head">
        <h2 id="panel-title">{PANEL_WORDS[panel]}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={shut}>
          <CloseIcon />
        </button>
      </div>
      <Form {...form} onDone={shut} />
    </dialog>
  );
}
