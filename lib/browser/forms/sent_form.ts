/** Forms that are sent in the background; without a script the browser sends them. */
import type { RefObject, TargetedEvent, TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { keepOwnDraft } from "./drafts.ts";
import { valuesOf } from "./forms.ts";
import { useBusy } from "../hooks/hooks.ts";
import { type CallError, callErrorOf, newIdempotencyKey } from "../api/http.ts";
import { toast } from "../notices/toasts.ts";
import { type DraftOptions, useDraft } from "./use_draft.ts";

type Values = Record<string, string>;

type FormWork<S> = {
  /** Does what the form is for; says what is wrong in `errors`, or how the form goes on. */
  send: (values: Values, key: string) => Promise<S>;
  /** What to show where `send` rejects. */
  refused: (error: CallError, values: Values) => S;
  draft: DraftOptions;
  /** Said with the reason when it fails after the form was closed, such as `Nothing was sent`. */
  failed: string;
};

type SentForm<S> = {
  /** What the last attempt said, and what was wrong with it. */
  state: S;
  /** What stands in the form now. */
  values: Values;
  busy: boolean;
  /** Empties a form that has what was typed before; null in others. */
  startOver: (() => void) | null;
  /** For the form element. */
  attributes: {
    formRef: RefObject<HTMLFormElement>;
    noValidate: true;
    onInput: (event: TargetedEvent<HTMLFormElement>) => void;
    onSubmit: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
  };
};

/**
 * A form and its `work`. The `key` is the same for as long as the same is sent. The first wrong
 * field gets the focus. A form that came refused, without a script, stays as it is.
 */
export function useSentForm<S extends { values: Values; errors: Values; problem?: string }>(
  first: S,
  { send, refused, draft, failed }: FormWork<S>,
): SentForm<S> {
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(first.values);
  const [state, setState] = useState(first);
  const [busy, run] = useBusy();
  const last = useRef({ text: "", key: "" });
  const startOver = useDraft(ref, first.problem || hasErrors(first) ? null : draft);
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  const attempt = async (sent: Values) => {
    const text = JSON.stringify(sent);
    if (last.current.text !== text) last.current = { text, key: newIdempotencyKey() };
    try {
      const next = await send(sent, last.current.key);
      if (!hasErrors(next)) keepOwnDraft(draft.name, null);
      setState(next);
    } catch (error) {
      const callError = callErrorOf(error);
      if (!ref.current) {
        keepOwnDraft(draft.name, sent);
        toast(`${failed}: ${callError.message}`, "problem");
      }
      setState(refused(callError, sent));
    }
  };
  const onInput = (event: TargetedEvent<HTMLFormElement>) =>
    setValues(valuesOf(event.currentTarget));
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = valuesOf(event.currentTarget);
    run(() => attempt(sent));
  };
  const attributes = { formRef: ref, noValidate: true, onInput, onSubmit } as const;
  return { state, values, busy, startOver, attributes };
}

function hasErrors({ errors }: { errors: Values }): boolean {
  return Object.keys(errors).length > 0;
}
