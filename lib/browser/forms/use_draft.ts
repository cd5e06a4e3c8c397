/** Forms that give back what was typed into them. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepOwnDraft, readOwnDraft } from "./drafts.ts";
import { valuesOf } from "./forms.ts";
import { beforeLoss, isOver } from "../connection/status.ts";

/** How a form keeps what is typed: when it would be lost, and with `always` all the time. */
export type DraftOptions = {
  /** Of the form, and what it is about. */
  name: string;
  always?: boolean;
};

const FIELDS = "input:not([type=hidden]), select, textarea";

/**
 * Puts what was typed back into the form, once: also after a session that ended and a new sign-in.
 * If it did, the function empties the form again; else it is null. Without `draft` nothing is kept.
 */
export function useDraft(
  ref: RefObject<HTMLFormElement>,
  draft: DraftOptions | null,
): (() => void) | null {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const form = ref.current;
    if (!draft || !form || isOver()) return;
    const first = JSON.stringify(valuesOf(form));
    const kept = readOwnDraft(draft.name);
    if (kept && JSON.stringify(kept) !== first) {
      fill(form, kept);
      setRestored(true);
    }
    if (!draft.always) keepOwnDraft(draft.name, null);
    const keep = () => {
      const values = valuesOf(form);
      keepOwnDraft(draft.name, JSON.stringify(values) === first ? null : values);
    };
    if (draft.always) form.addEventListener("input", keep);
    return beforeLoss(keep);
  }, []);
  return isRestored ? () => (setRestored(false), empty(ref.current!)) : null;
}

function fill(form: HTMLFormElement, values: Record<string, string>): void {
  for (const field of form.elements) {
    if (!isField(field) || values[field.name] === undefined) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function empty(form: HTMLFormElement): void {
  form.reset();
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector<HTMLElement>(FIELDS)?.focus();
}

function isField(element: Element): element is HTMLInputElement {
  return element.matches(FIELDS);
}
