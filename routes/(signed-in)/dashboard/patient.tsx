import { page } from "fresh";
import { Head } from "fresh/runtime";
import SentRequests from "../../../islands/SentRequests.tsx";
import type { SentRequest } from "../../../lib/contract/meetings.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { loadDashboard } from "../../../lib/meetings/dashboard.ts";
import { clockOf } from "../../../lib/ui/time.ts";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    if (user.role !== "patient") return ctx.redirect("/dashboard", 303);
    const { requests, ...inbox } = await loadDashboard(sql, user);
    ctx.state.inbox = inbox;
    const sent = requests.filter((request): request is SentRequest => request.type === "sent");
    return page({ sent });
  },
});

export default defineSignedIn.page<typeof handlers>(function PatientPage({ data, state }) {
  return (
    <>
      <Head>
        <title>Dashboard · Liaison</title>
      </Head>
      <div class="page-head">
        <h1>Dashboard</h1>
        <a class="button button-primary" href="/experts">New request</a>
      </div>
      <section class="section" aria-labelledby="sent-heading">
        <h2 id="sent-heading">My Meeting Requests</h2>
        <SentRequests first={data.sent} clock={clockOf(state.user)} />
      </section>
    </>
  );
});
