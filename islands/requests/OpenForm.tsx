/** Stores the open form of a decision when the page is lost, and opens it again with its values. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepOwnDraft, readOwnDraft } from "../../lib/browser/forms/drafts.ts";
import { valuesOf } from "../../lib/browser/forms/forms.ts";
import { beforeLoss, isOver } from "../../lib/browser/connection/status.ts";
import { type Action, actionOf, type DecisionState } from "../../lib/forms/decision_form.ts";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import type { FormValues } from "../../lib/forms/form_state.ts";

export type OpenFormProps = {
  /** The id of the request. */
  id: number;
  /** The element that contains the form, if it is open. */
  root: RefObject<HTMLElement>;
  state: DecisionState;
  setState: (state: DecisionState) => void;
};

/** A note, once the form was restored. */
export default function OpenForm({ id, root, state, setState }: OpenFormProps) {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const draft = readOwnDraft(nameOf(id));
    if (!draft || state.problem || isOver()) return;
    const { panel, ...values } = draft;
    keepOwnDraft(nameOf(id), null);
    setState({ values, errors: {}, panel: actionOf(panel) ?? undefined });
    setRestored(true);
  }, []);
  useEffect(() =>
    beforeLoss(() => {
      const form = root.current?.querySelector<HTMLFormElement>(".decision-panel");
      if (form && state.panel) keepForm(id, state.panel, valuesOf(form));
    }), [state.panel]);
  return isRestored && state.panel ? <DraftNote /> : null;
}

/** Stores the values of the form of `panel` for the request `id`. */
export function keepForm(id: number, panel: Action, values: FormValues): void {
  keepOwnDraft(nameOf(id), { ...values, panel });
}

function nameOf(id: number): string {
  return `decision ${id}`;
}
