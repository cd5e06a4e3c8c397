/** Gives the open form of a decision back after a session that ended, with what it said. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepOwnDraft, readOwnDraft } from "../../lib/browser/forms/drafts.ts";
import { valuesOf } from "../../lib/browser/forms/forms.ts";
import { beforeLoss, status } from "../../lib/browser/connection/status.ts";
import { type Action, actionOf, type DecisionState } from "../../lib/forms/decision_form.ts";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import type { FormValues } from "../../lib/forms/form_state.ts";

export interface OpenFormProps {
  /** Of the request. */
  id: number;
  /** Has the form in it, if it is open. */
  root: RefObject<HTMLElement>;
  state: DecisionState;
  setState: (state: DecisionState) => void;
}

/** Says so when the form is open again. */
export default function OpenForm({ id, root, state, setState }: OpenFormProps) {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const draft = readOwnDraft(nameOf(id));
    if (!draft || state.problem || status.value === "ended") return;
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

/** Keeps what the form of `panel` says about the request `id`. */
export function keepForm(id: number, panel: Action, values: FormValues): void {
  keepOwnDraft(nameOf(id), { ...values, panel });
}

function nameOf(id: number): string {
  return `decision ${id}`;
}
