import { page } from "fresh";
import ReceivedRequests from "../../../islands/requests/ReceivedRequests.tsx";
import UpcomingMeetings from "../../../islands/meetings/UpcomingMeetings.tsx";
import type { ReceivedRequest } from "../../../lib/contract/meetings.ts";
import type { Page } from "../../../lib/contract/pages.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { countByStatus, listRequests } from "../../../lib/meetings/requests.ts";
import { loadUpcoming } from "../../../lib/meetings/upcoming.ts";
import { FlashMessage } from "../../../lib/ui/components/flash_message.tsx";
import { clockOf } from "../../../lib/time/formats.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "researcher") return ctx.redirect("/dashboard", 303);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    const list = (status: "pending" | "decided") =>
      listRequests(sql, user, { status, limit: 100, offset: 0 }) as Promise<Page<ReceivedRequest>>;
    const [pending, decided, counts, upcoming] = await Promise.all([
      list("pending"),
      list("decided"),
      countByStatus(sql, user),
      loadUpcoming(sql, user),
    ]);
    noteShown(ctx, [...pending.rows, ...decided.rows, ...upcoming.first.rows]);
    return page({ received: { pending, decided, counts }, upcoming });
  },
});

export default defineSignedIn.page<typeof handlers>(function ResearcherPage({ data, state, url }) {
  const reader = { viewerId: state.user.id, clock: clockOf(state.user) };
  return (
    <>
      <DocumentHead title="Dashboard" sheet="requests" />
      <div class="row row-apart page-head">
        <h1>Dashboard</h1>
      </div>
      <FlashMessage url={url} />
      <UpcomingMeetings {...data.upcoming} {...reader} />
      <ReceivedRequests {...data.received} meetings={data.upcoming.first.rows} {...reader} />
    </>
  );
});
