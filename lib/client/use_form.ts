/** Forms that are sent in the background; without a script they are ordinary ones. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { keepDraft, readDraft } from "./drafts.ts";
import { valuesOf } from "./forms.ts";
import { useBusy } from "./hooks.ts";
import { CallError, wordsOf } from "./http.ts";
import { status } from "./status.ts";

type Values = Record<string, string>;

export interface SentForm {
  /** For the form element. */
  form: RefObject<HTMLFormElement>;
  busy: boolean;
  /** What the last sending was refused with; undefined before the first. */
  refusal: CallError | null | undefined;
  submit(event: Event): void;
}

/**
 * Has `send` do what the form is for. When it rejects, the first field that is wrong gets the
 * focus. With `draft`, what was typed is there again after a session that ended and a new sign-in.
 */
export function useForm(
  send: (values: Values) => Promise<void>,
  draft?: { userId: number; name: string },
): SentForm {
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<CallError | null>();
  const [busy, run] = useBusy();
  useDraft(form, draft);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid], .problem")?.focus();
  }, [refusal]);
  const submit = (event: Event) => {
    event.preventDefault();
    const values = valuesOf(form.current!);
    run(async () => setRefusal(await refusalOf(() => send(values))));
  };
  return { form, busy, refusal, submit };
}

async function refusalOf(work: () => Promise<void>): Promise<CallError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof CallError ? error : new CallError("internal", wordsOf(error));
  }
}

/** Keeps what is typed when the session ends, and puts it back the next time. */
function useDraft(
  form: RefObject<HTMLFormElement>,
  draft?: { userId: number; name: string },
): void {
  useEffect(() => {
    if (!draft || !form.current) return;
    const kept = readDraft(draft.userId, draft.name);
    if (kept) fill(form.current, kept);
    keepDraft(draft.userId, draft.name, null);
    const before = JSON.stringify(kept ? null : valuesOf(form.current));
    return status.subscribe((now) => {
      if (now !== "ended" || !form.current) return;
      const values = valuesOf(form.current);
      if (JSON.stringify(values) !== before) keepDraft(draft.userId, draft.name, values);
    });
  }, []);
}

function fill(form: HTMLFormElement, values: Values): void {
  for (const field of form.elements) {
    if (!isField(field) || values[field.name] === undefined) continue;
    field.value = values[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function isField(element: Element): element is HTMLInputElement {
  return element.matches("input:not([type=hidden]), select, textarea");
}
