import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import SentRequests from "../../../islands/requests/SentRequests.tsx";
import UpcomingMeetings from "../../../islands/meetings/UpcomingMeetings.tsx";
import type { SentRequest } from "../../../lib/contract/meetings.ts";
import { reachOf } from "../../../lib/contract/reach.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { loadDashboard } from "../../../lib/meetings/dashboard.ts";
import { countByStatus, listRequests } from "../../../lib/meetings/requests.ts";
import { loadUpcoming } from "../../../lib/meetings/upcoming.ts";
import { FlashMessage } from "../../../lib/ui/components/flash_message.tsx";
import { readSentQuery, shownOf } from "../../../lib/ui/requests/sent_query.ts";
import { clockOf } from "../../../lib/time/formats.ts";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "patient") return ctx.redirect("/dashboard", 303);
    const query = readSentQuery(ctx.url.searchParams);
    const { requests, reach, ...inbox } = await loadDashboard(sql, user);
    ctx.state.inbox = inbox;
    const chosen = { status: query.status || undefined, limit: shownOf(query) + 1, offset: 0 };
    const found = await listRequests(sql, user, chosen);
    const upcoming = await loadUpcoming(sql, user);
    const requested = {
      first: newestFirst([...requests, ...found] as SentRequest[]),
      reach: [...reach, reachOf(found, chosen.limit, query.status)],
      counts: await countByStatus(sql, user),
      query,
    };
    return page({ requested, upcoming });
  },
});

/** Without repeats; a row read twice counts as it was read last. */
function newestFirst(sent: SentRequest[]): SentRequest[] {
  const byId = new Map(sent.map((request) => [request.id, request]));
  return [...byId.values()].sort((a, b) => b.created_at.localeCompare(a.created_at) || b.id - a.id);
}

export default defineSignedIn.page<typeof handlers>(function PatientPage({ data, state, url }) {
  return (
    <>
      <Head>
        <title>Dashboard · Liaison</title>
        <link rel="stylesheet" href={asset("/styles/upcoming.css")} />
        <link rel="stylesheet" href={asset("/styles/experts.css")} />
      </Head>
      <div class="page-head">
        <h1>Dashboard</h1>
        <a class="button button-primary" href="/experts">New request</a>
      </div>
      <FlashMessage url={url} />
      <UpcomingMeetings {...data.upcoming} viewerId={state.user.id} clock={clockOf(state.user)} />
      <section class="section" aria-labelledby="sent-heading">
        <SentRequests {...data.requested} clock={clockOf(state.user)} />
      </section>
    </>
  );
});
