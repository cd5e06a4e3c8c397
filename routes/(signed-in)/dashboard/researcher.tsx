import { page } from "fresh";
import { Head } from "fresh/runtime";
import ReceivedRequests from "../../../islands/ReceivedRequests.tsx";
import type { ReceivedRequest } from "../../../lib/contract/meetings.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { loadDashboard } from "../../../lib/meetings/dashboard.ts";
import { countRequests } from "../../../lib/meetings/requests.ts";
import { clockOf } from "../../../lib/ui/time.ts";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "researcher") return ctx.redirect("/dashboard", 303);
    const { requests, ...inbox } = await loadDashboard(sql, user);
    ctx.state.inbox = inbox;
    const received = requests.filter((request): request is ReceivedRequest =>
      request.type === "received"
    );
    return page({ received, pendingCount: await countRequests(sql, user, "pending") });
  },
});

export default defineSignedIn.page<typeof handlers>(function ResearcherPage({ data, state }) {
  return (
    <>
      <Head>
        <title>Dashboard · Liaison</title>
      </Head>
      <div class="page-head">
        <h1>Dashboard</h1>
      </div>
      <ReceivedRequests
        first={data.received}
        pendingCount={data.pendingCount}
        clock={clockOf(state.user)}
      />
    </>
  );
});
