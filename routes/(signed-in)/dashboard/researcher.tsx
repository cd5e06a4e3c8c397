import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import ReceivedRequests from "../../../islands/requests/ReceivedRequests.tsx";
import UpcomingMeetings from "../../../islands/meetings/UpcomingMeetings.tsx";
import type { ReceivedRequest } from "../../../lib/contract/meetings.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { loadDashboard } from "../../../lib/meetings/dashboard.ts";
import { countByStatus } from "../../../lib/meetings/requests.ts";
import { loadUpcoming } from "../../../lib/meetings/upcoming.ts";
import { FlashMessage } from "../../../lib/ui/components/flash_message.tsx";
import { clockOf } from "../../../lib/time/formats.ts";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "researcher") return ctx.redirect("/dashboard", 303);
    const { requests, reach, ...inbox } = await loadDashboard(sql, user);
    ctx.state.inbox = inbox;
    const received = requests.filter((request): request is ReceivedRequest =>
      request.type === "received"
    );
    const counts = await countByStatus(sql, user);
    return page({ received, reach, counts, upcoming: await loadUpcoming(sql, user) });
  },
});

export default defineSignedIn.page<typeof handlers>(function ResearcherPage({ data, state, url }) {
  const reader = { viewerId: state.user.id, clock: clockOf(state.user) };
  return (
    <>
      <Head>
        <title>Dashboard · Liaison</title>
        <link rel="stylesheet" href={asset("/styles/upcoming.css")} />
        <link rel="stylesheet" href={asset("/styles/requests.css")} />
      </Head>
      <div class="page-head">
        <h1>Dashboard</h1>
      </div>
      <FlashMessage url={url} />
      <UpcomingMeetings {...data.upcoming} {...reader} />
      <ReceivedRequests
        first={data.received}
        reach={data.reach}
        counts={data.counts}
        meetings={data.upcoming.first}
        {...reader}
      />
    </>
  );
});
