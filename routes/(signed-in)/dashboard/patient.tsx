import { page } from "fresh";
import SentRequests from "../../../islands/requests/SentRequests.tsx";
import UpcomingMeetings from "../../../islands/meetings/UpcomingMeetings.tsx";
import type { SentRequest } from "../../../lib/contract/meetings.ts";
import type { Page } from "../../../lib/contract/pages.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { countByStatus, listRequests } from "../../../lib/meetings/requests.ts";
import { loadUpcoming } from "../../../lib/meetings/upcoming.ts";
import { FlashMessage } from "../../../lib/ui/components/flash_message.tsx";
import { readSentQuery, shownOf } from "../../../lib/ui/requests/sent_query.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

const PENDING = { status: "pending" as const, limit: 500, offset: 0 };

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "patient") return ctx.redirect("/dashboard", 303);
    const query = readSentQuery(ctx.url.searchParams);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    const chosen = { status: query.status || undefined, limit: shownOf(query), offset: 0 };
    const [first, pending, counts, upcoming] = await Promise.all([
      listRequests(sql, user, chosen) as Promise<Page<SentRequest>>,
      listRequests(sql, user, PENDING) as Promise<Page<SentRequest>>,
      countByStatus(sql, user),
      loadUpcoming(sql, user),
    ]);
    noteShown(ctx, [...first.rows, ...pending.rows, ...upcoming.first.rows]);
    return page({ requested: { first, pending: pending.rows, counts, query }, upcoming });
  },
});

export default defineSignedIn.page<typeof handlers>(function PatientPage({ data, state, url }) {
  return (
    <>
      <DocumentHead title="Dashboard" sheet="requests" />
      <div class="row row-apart page-head">
        <h1>Dashboard</h1>
        <a class="button button-primary" href="/experts">New request</a>
      </div>
      <FlashMessage url={url} />
      <UpcomingMeetings {...data.upcoming} viewerId={state.user.id} clock={clockOf(state.user)} />
      <section class="page-section" aria-labelledby="sent-heading">
        <SentRequests {...data.requested} clock={clockOf(state.user)} />
      </section>
    </>
  );
});
