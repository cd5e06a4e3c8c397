/** Takes a pending request back. */
import { decide, requests } from "../../lib/browser/store/requests.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { SentRequest } from "../../lib/contract/meetings.ts";
import { requestPath } from "../../lib/ui/paths.ts";
import { Form } from "../../lib/ui/components/form.tsx";

export interface WithdrawProps {
  request: SentRequest;
  /** Where the form leads without a script; the request's page if undefined. */
  next?: string;
  /** Takes the focus to where it belongs when this goes. */
  onLeave?: () => void;
}

/** A button; without a script, of a form that the request's page answers. */
export default function Withdraw({ request, next, onLeave }: WithdrawProps) {
  const withdraw = async () => {
    if (requests.get(request.id)?.isSaving) return;
    onLeave?.();
    if (await attempt(() => decide(request.id, "cancelled"))) toast("Request withdrawn");
  };
  return (
    <Form
      class="actions"
      action={requestPath(request.id)}
      onSubmit={(event) => {
        event.preventDefault();
        withdraw();
      }}
    >
      {next && <input type="hidden" name="next" value={next} />}
      <button
        type="submit"
        name="action"
        value="withdraw"
        class="button"
        aria-describedby={`request-${request.id}-name`}
      >
        Withdraw
      </button>
    </Form>
  );
}
