/** Forms that are sent in the background; without a script the browser sends them. */
import type { RefObject, TargetedEvent, TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { valuesOf } from "./forms.ts";
import { useBusy } from "./hooks.ts";
import { type CallError, callErrorOf, newIdempotencyKey } from "./http.ts";

type Values = Record<string, string>;

interface SentForm<S> {
  /** What the last attempt said, and what was wrong with it. */
  state: S;
  /** What stands in the form now. */
  values: Values;
  busy: boolean;
  /** For the form element. */
  attributes: {
    ref: RefObject<HTMLFormElement>;
    noValidate: true;
    onInput: (event: TargetedEvent<HTMLFormElement>) => void;
    onSubmit: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
  };
}

/**
 * A form that `send` sends, and that is `refused` where that rejects; both say how it goes on. The
 * `key` is the same for as long as the same is sent. The first wrong field gets the focus.
 */
export function useSentForm<S extends { values: Values }>(
  first: S,
  send: (values: Values, key: string) => Promise<S>,
  refused: (error: CallError, values: Values) => S,
): SentForm<S> {
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(first.values);
  const [state, setState] = useState(first);
  const [busy, run] = useBusy();
  const last = useRef({ text: "", key: "" });
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  const attempt = async (sent: Values) => {
    const text = JSON.stringify(sent);
    if (last.current.text !== text) last.current = { text, key: newIdempotencyKey() };
    const answer = send(sent, last.current.key);
    setState(await answer.catch((error) => refused(callErrorOf(error), sent)));
  };
  const onInput = (event: TargetedEvent<HTMLFormElement>) =>
    setValues(valuesOf(event.currentTarget));
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = valuesOf(event.currentTarget);
    run(() => attempt(sent));
  };
  return { state, values, busy, attributes: { ref, noValidate: true, onInput, onSubmit } };
}
