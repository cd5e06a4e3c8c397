/** The form that asks one researcher for a meeting, on its page and in the dialog. */
import "./Bell.tsx";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { keepDraft, readDraft } from "../lib/client/drafts.ts";
import { useBusy } from "../lib/client/hooks.ts";
import { CallError, newIdempotencyKey, wordsOf } from "../lib/client/http.ts";
import { sendRequest } from "../lib/client/requests.ts";
import type { Expert } from "../lib/contract/users.ts";
import { loginPath } from "../lib/ui/own_path.ts";
import { requestPath } from "../lib/ui/paths.ts";
import { ProblemNote } from "../lib/ui/problem_note.tsx";
import { type FormValues, sentence } from "../lib/ui/refused_form.ts";
import { RequestFields } from "../lib/ui/request_fields.tsx";
import { API_FIELDS, readWish, type RequestState } from "../lib/ui/request_form.ts";
import type { Clock } from "../lib/ui/time.ts";

interface RequestFormProps {
  expert: Expert;
  /** The patient's own, in which date and time are meant. */
  clock: Clock;
  /** Whose draft is kept. */
  userId: number;
  /** Milliseconds; the time at which the page was made. */
  now: number;
  /** What was typed before, and what is wrong with it. */
  first?: RequestState;
  /** Without it, the form leads to the dashboard. */
  onSent?: () => void;
  /** What stands beside the button that sends. */
  children?: ComponentChildren;
}

const NOTHING: RequestState = { values: {}, errors: {} };

/** Sends in the background; without a script it is an ordinary form. */
export default function RequestForm(props: RequestFormProps) {
  const { expert, clock, userId, now, first = NOTHING, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(first.values);
  const [state, setState] = useState(first);
  const [busy, run] = useBusy();
  const send = useSending(props, setState);
  const forget = useDraft(form, userId, expert.id, setValues);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  const typed = (element: HTMLFormElement) => {
    setValues(valuesOf(element));
    keepDraft(userId, `${expert.id}`, valuesOf(element));
  };
  return (
    <form
      ref={form}
      class="form"
      method="post"
      action={requestPath(expert.id)}
      noValidate
      onInput={(event) => typed(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        const sent = valuesOf(event.currentTarget);
        run(() => send(sent));
      }}
    >
      <RequestProblem state={state} expert={expert} />
      {forget && (
        <p class="draft">
          <span>What you typed before is here again.</span>
          <button type="button" class="button button-plain" onClick={forget}>Start over</button>
        </p>
      )}
      <RequestFields
        initial={first.values}
        values={values}
        errors={state.errors}
        expert={expert}
        clock={clock}
        now={now}
      />
      <div class="dialog-foot">
        {children}
        <button type="submit" class="button button-primary" disabled={busy}>
          {busy ? "Sending…" : "Send Request"}
        </button>
      </div>
    </form>
  );
}

/** A refusal of the whole, with a way on where there is one. */
function RequestProblem({ state, expert }: { state: RequestState; expert: Expert }) {
  const ways: Record<string, [href: string, words: string]> = {
    already_pending: ["/dashboard/patient?status=pending", "See your requests"],
    unauthenticated: [loginPath(requestPath(expert.id)), "Sign in"],
  };
  const way = ways[state.code ?? ""];
  return (
    <ProblemNote text={state.problem}>
      {way && <a href={way[0]}>{way[1]}</a>}
    </ProblemNote>
  );
}

function valuesOf(form: HTMLFormElement): FormValues {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, `${value}`]));
}

/** Sends what was typed, or tells `setState` what is wrong with it. */
function useSending(
  { expert, clock, userId, onSent }: RequestFormProps,
  setState: (state: RequestState) => void,
) {
  const attempt = useRef({ body: "", key: "" });
  return async (values: FormValues) => {
    const wish = readWish(values, clock.zone, Date.now());
    if ("errors" in wish) return setState({ values, errors: wish.errors });
    const input = { ...wish, expert_id: expert.id };
    const body = JSON.stringify(input);
    // The same key as long as the same is sent, so that it has its effect once.
    if (attempt.current.body !== body) attempt.current = { body, key: newIdempotencyKey() };
    try {
      await sendRequest(input, attempt.current.key);
    } catch (error) {
      return setState(refusedCall(error, values));
    }
    keepDraft(userId, `${expert.id}`, null);
    if (onSent) onSent();
    else location.assign("/dashboard/patient?done=request-sent");
  };
}

/** The server's errors at the fields that they are about, else as the problem of the form. */
function refusedCall(error: unknown, values: FormValues): RequestState {
  if (!(error instanceof CallError)) return { values, errors: {}, problem: wordsOf(error) };
  const atField = error.errors.filter(({ path }) => API_FIELDS.includes(path));
  return {
    values,
    code: error.code,
    errors: Object.fromEntries(atField.map(({ path, message }) => [path, sentence(message)])),
    problem: atField.length > 0 ? undefined : sentence(error.message),
  };
}

/** Puts a draft into an untouched form. The function that empties it again, if there was one. */
function useDraft(
  form: { current: HTMLFormElement | null },
  userId: number,
  expertId: number,
  setValues: (values: FormValues) => void,
): (() => void) | null {
  const [restored, setRestored] = useState(false);
  const fill = (values: FormValues) => {
    for (const field of form.current?.elements ?? []) {
      if (isField(field)) field.value = values[field.name] ?? "";
    }
    setValues(values);
  };
  useEffect(() => {
    const draft = readDraft(userId, `${expertId}`);
    const isUntouched = form.current && !valuesOf(form.current).message;
    if (!draft?.message || !isUntouched) return;
    fill(draft);
    setRestored(true);
  }, []);
  if (!restored) return null;
  return () => {
    form.current?.reset();
    form.current?.querySelector("textarea")?.focus();
    setValues({});
    setRestored(false);
    keepDraft(userId, `${expertId}`, null);
  };
}

function isField(element: Element): element is HTMLInputElement {
  return element.matches("input, select, textarea");
}
