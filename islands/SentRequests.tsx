/** A patient's requests, with where each stands. */
import { useState } from "preact/hooks";
import { Glide } from "../lib/client/glide.tsx";
import { useBusy, useNow, useRows } from "../lib/client/hooks.ts";
import { decide, requests } from "../lib/client/requests.ts";
import { attempt, toast } from "../lib/client/toasts.ts";
import type { SentRequest } from "../lib/contract/meetings.ts";
import { EmptyState } from "../lib/ui/empty_state.tsx";
import { CalendarIcon } from "../lib/ui/icons.tsx";
import { RequestCard } from "../lib/ui/request_card.tsx";
import type { Clock } from "../lib/ui/time.ts";

interface SentRequestsProps {
  first: SentRequest[];
  clock: Clock;
}

const PAGE = 100;

/** The list, newest first. */
export default function SentRequests({ first, clock }: SentRequestsProps) {
  const rows = useRows(requests, first);
  const now = useNow();
  const [shown, setShown] = useState(PAGE);
  if (rows.length === 0) {
    return (
      <EmptyState icon={<CalendarIcon />} title="No meeting requests yet">
        <p class="quiet">Find a researcher and ask for a meeting.</p>
        <a class="button button-primary" href="/experts">Find a researcher</a>
      </EmptyState>
    );
  }
  return (
    <Glide>
      <ul class="cards">
        {rows.slice(0, shown).map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now}>
            {request.status === "pending" && <Withdraw request={request} />}
          </RequestCard>
        ))}
      </ul>
      {rows.length > shown && (
        <button
          type="button"
          class="button more needs-script"
          onClick={() => setShown(shown + PAGE)}
        >
          Show more
        </button>
      )}
    </Glide>
  );
}

function Withdraw({ request }: { request: { id: number } }) {
  const [busy, run] = useBusy();
  const withdraw = async () => {
    if (await attempt(() => decide(request.id, "cancelled"))) toast("Request withdrawn");
  };
  return (
    <div class="card-actions">
      <button
        type="button"
        class="button needs-script"
        aria-describedby={`request-${request.id}-name`}
        disabled={busy}
        onClick={() => run(withdraw)}
      >
        Withdraw
      </button>
    </div>
  );
}
