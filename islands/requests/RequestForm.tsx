/** The form that asks a researcher for a meeting, on its page and in the dialog. */
import type { ComponentChildren } from "preact";
import { useSentForm } from "../../lib/browser/forms/sent_form.ts";
import { sendRequest } from "../../lib/browser/store/requests.ts";
import type { Expert } from "../../lib/contract/users.ts";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { isolated } from "../../lib/ui/components/bidi.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { type FormValues, stateOf } from "../../lib/forms/form_state.ts";
import { RequestFields } from "../../lib/ui/requests/request_fields.tsx";
import { API_FIELDS, readWish, type RequestState } from "../../lib/forms/request_form.ts";
import type { Clock } from "../../lib/time/formats.ts";
import { askPath } from "../../lib/ui/paths.ts";

type RequestFormProps = {
  expert: Expert;
  /** The patient's own; date and time are in its time zone. */
  clock: Clock;
  /** When the page was rendered, in milliseconds. */
  now: number;
  /** The values that were sent before, and their errors. */
  first?: RequestState;
  /** Without it, the form leads to the dashboard. */
  onSent?: () => void;
  /** Stands beside the button that sends the form. */
  children?: ComponentChildren;
};

const NOTHING: RequestState = { values: {}, errors: {} };

/** It is sent in the background; without a script it is submitted. */
export default function RequestForm(props: RequestFormProps) {
  const { expert, clock, now, first = NOTHING, onSent = openDashboard, children } = props;
  const send = async (sent: FormValues, key: string): Promise<RequestState> => {
    const wish = readWish(sent, clock.zone, Date.now());
    if ("errors" in wish) return { values: sent, errors: wish.errors };
    await sendRequest({ ...wish, expert_id: expert.id }, key);
    onSent();
    return { values: sent, errors: {} };
  };
  const { state, values, busy, startOver, attributes } = useSentForm<RequestState>(first, {
    send,
    refused: (error, sent) => ({ ...stateOf(error, sent, API_FIELDS), code: error.code }),
    draft: { name: `request ${expert.id}`, always: true },
    failed: `Your request to ${isolated(expert.full_name)} was not sent`,
  });
  return (
    <Form class="form" action={askPath(expert.id)} {...attributes}>
      <RequestProblem state={state} />
      {startOver && <DraftNote startOver={startOver} />}
      <RequestFields
        initial={first.values}
        values={values}
        errors={state.errors}
        expert={expert}
        clock={clock}
        now={now}
      />
      <div class="actions actions-end">
        {children}
        <button type="submit" class="button button-primary" disabled={busy}>
          {busy ? "Sending…" : "Send Request"}
        </button>
      </div>
    </Form>
  );
}

function openDashboard(): void {
  location.assign(flashPath("/dashboard/patient", "request-sent"));
}

/** An error of the whole form, with a link if one helps. */
function RequestProblem({ state }: { state: RequestState }) {
  const ways: Record<string, [href: string, words: string]> = {
    already_pending: ["/dashboard/patient?status=pending", "See your requests"],
  };
  const way = ways[state.code ?? ""];
  return (
    <ProblemNote text={state.problem}>
      {way && <a href={way[0]}>{way[1]}</a>}
    </ProblemNote>
  );
}
