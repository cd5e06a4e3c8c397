/** Asks one researcher for a meeting. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useBusy } from "../lib/client/hooks.ts";
import { CallError, newIdempotencyKey, wordsOf } from "../lib/client/http.ts";
import { sendRequest } from "../lib/client/requests.ts";
import { toast } from "../lib/client/toasts.ts";
import { type MeetingType } from "../lib/contract/meetings.ts";
import type { Expert } from "../lib/contract/users.ts";
import { describe, Field } from "../lib/ui/field.tsx";
import { CloseIcon } from "../lib/ui/icons.tsx";
import { ProblemNote } from "../lib/ui/problem_note.tsx";
import { sentence } from "../lib/ui/refused_form.ts";
import { type Clock, zoneText } from "../lib/ui/time.ts";
import { dateIn, instantOf } from "../lib/ui/wall_time.ts";
import { MEETING_TYPE_WORDS } from "../lib/ui/words.ts";

interface RequestDialogProps {
  expert: Expert;
  /** The patient's own, in which date and time are meant. */
  clock: Clock;
  onClose: () => void;
}

type Errors = Partial<Record<"message" | "date" | "time" | "type" | "form", string>>;

/** A modal dialog that is open as long as it is rendered. */
export default function RequestDialog({ expert, clock, onClose }: RequestDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const attemptKey = useRef({ body: "", key: "" });
  const [busy, run] = useBusy();
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);
  const submit = async (form: HTMLFormElement) => {
    const wish = readWish(new FormData(form), clock.zone);
    if ("errors" in wish) return setErrors(wish.errors);
    const input = { ...wish, expert_id: expert.id };
    try {
      await sendRequest(input, keyFor(attemptKey.current, JSON.stringify(input)));
    } catch (error) {
      return setErrors(errorsOf(error));
    }
    toast(`Request sent to ${expert.full_name}`);
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="request-title" onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          run(() => submit(form));
        }}
      >
        <DialogHead expert={expert} onClose={() => dialog.current?.close()} />
        <ProblemNote text={errors.form} />
        <RequestFields errors={errors} clock={clock} />
        <div class="dialog-foot">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" disabled={busy}>
            {busy ? "Sending…" : "Send Request"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The key of the last attempt as long as it is the same that is sent, else a new one. */
function keyFor(last: { body: string; key: string }, body: string): string {
  if (last.body !== body) Object.assign(last, { body, key: newIdempotencyKey() });
  return last.key;
}

function DialogHead({ expert, onClose }: { expert: Expert; onClose: () => void }) {
  return (
    <div class="dialog-head">
      <div>
        <h2 id="request-title">Request a meeting</h2>
        <p class="quiet">with {expert.full_name}</p>
      </div>
      <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
        <CloseIcon />
      </button>
    </div>
  );
}

function RequestFields({ errors, clock }: { errors: Errors; clock: Clock }) {
  const zoneHint = `Optional. Times are in ${zoneText(clock.zone)}.`;
  return (
    <>
      <Field id="message" label="Message" error={errors.message}>
        <textarea
          name="message"
          rows={5}
          maxLength={5000}
          required
          autofocus
          placeholder="What would you like to discuss?"
          {...describe("message", { error: errors.message })}
        />
      </Field>
      <div class="field-row">
        <Field id="date" label="Date" error={errors.date}>
          <input
            type="date"
            name="date"
            min={dateIn(clock.zone, Date.now())}
            {...describe("date", { error: errors.date })}
          />
        </Field>
        <Field id="time" label="Time" error={errors.time}>
          <input type="time" name="time" {...describe("time", { error: errors.time })} />
        </Field>
      </div>
      <p class="hint field-note">{zoneHint}</p>
      <Field id="type" label="Meeting Type" error={errors.type}>
        <select name="type" {...describe("type", { error: errors.type })}>
          {Object.entries(MEETING_TYPE_WORDS).map(([value, words]) => (
            <option key={value} value={value}>{words}</option>
          ))}
        </select>
      </Field>
    </>
  );
}

interface Wish {
  message: string;
  preferred_datetime: string | null;
  meeting_type: MeetingType;
}

/** What the form says, or what is wrong with it before it is worth sending. */
function readWish(form: FormData, zone: string): Wish | { errors: Errors } {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const [message, date, time] = [text("message"), text("date"), text("time")];
  const errors: Errors = {};
  if (!message) errors.message = "Write what you would like to discuss.";
  if (date && !time) errors.time = "Add a time, or leave out the date.";
  if (time && !date) errors.date = "Add a date, or leave out the time.";
  const preferred_datetime = date && time ? instantOf(date, time, zone) : null;
  if (date && time && !preferred_datetime) {
    errors.time = "Clocks skip this time on that day. Choose another.";
  }
  if (preferred_datetime && Date.parse(preferred_datetime) < Date.now()) {
    errors.date = "This time has passed. Choose one ahead.";
  }
  if (Object.keys(errors).length > 0) return { errors };
  return { message, preferred_datetime, meeting_type: text("type") as MeetingType };
}

/** The server's errors at the fields that they are about. */
function errorsOf(error: unknown): Errors {
  if (!(error instanceof CallError)) return { form: wordsOf(error) };
  const at = (path: string) => {
    const message = error.at(path);
    return message && sentence(message);
  };
  const errors: Errors = {
    message: at("message"),
    date: at("preferred_datetime"),
    type: at("meeting_type"),
  };
  return Object.values(errors).some(Boolean) ? errors : { form: sentence(error.message) };
}
