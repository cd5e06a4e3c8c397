/** Withdraws a pending request. */
import { decide, requests } from "../../lib/browser/store/requests.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { SentRequest } from "../../lib/contract/meetings.ts";
import { requestPath } from "../../lib/ui/paths.ts";
import { Form } from "../../lib/ui/components/form.tsx";

export type WithdrawProps = {
  request: SentRequest;
  /** Where the form leads without a script; the request's page if undefined. */
  next?: string;
  /** Moves the focus before this is removed. */
  onLeave?: () => void;
};

/** A button; without a script its form is sent to the request's page. */
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
