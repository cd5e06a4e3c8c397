/** Forms that are sent in the background; without a script they are ordinary ones. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { valuesOf } from "./forms.ts";
import { useBusy } from "../hooks/hooks.ts";
import { type CallError, callErrorOf } from "../api/http.ts";
import { useDraft } from "./use_draft.ts";

type Values = Record<string, string>;

export type SentForm = {
  /** For the form element. */
  form: RefObject<HTMLFormElement>;
  busy: boolean;
  /** What the last sending was refused with; undefined before the first. */
  callError: CallError | null | undefined;
  submit(event: Event): void;
};

/**
 * Has `send` do what the form is for. When it rejects, the first field that is wrong gets the
 * focus. With a `draft`, by its name, what was typed is there again after a session that ended and a new
 * sign-in.
 */
export function useForm(
  send: (values: Values) => Promise<void>,
  draft?: string,
): SentForm {
  const form = useRef<HTMLFormElement>(null);
  const [callError, setError] = useState<CallError | null>();
  const [busy, run] = useBusy();
  useDraft(form, draft ? { name: draft } : null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid], [role=alert]")?.focus();
  }, [callError]);
  const submit = (event: Event) => {
    event.preventDefault();
    const values = valuesOf(form.current!);
    run(async () => setError(await appErrorOf(() => send(values))));
  };
  return { form, busy, callError, submit };
}

async function appErrorOf(work: () => Promise<void>): Promise<CallError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return callErrorOf(error);
  }
}
