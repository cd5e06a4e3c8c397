import { page } from "fresh";
import { Head } from "fresh/runtime";
import Experts from "../../islands/Experts.tsx";
import type { SentRequest } from "../../lib/contract/meetings.ts";
import { expertsQuery } from "../../lib/contract/users.ts";
import { defineSignedIn } from "../../lib/define.ts";
import { loadInbox } from "../../lib/meetings/dashboard.ts";
import { listExperts } from "../../lib/meetings/experts.ts";
import { listRequests } from "../../lib/meetings/requests.ts";
import { clockOf } from "../../lib/ui/time.ts";

const PENDING = { status: "pending" as const, limit: 500, offset: 0 };

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    ctx.state.inbox = await loadInbox(sql, user);
    const { search } = expertsQuery.catch(expertsQuery.parse({})).parse({
      search: ctx.url.searchParams.get("search") ?? "",
    });
    const found = await listExperts(sql, expertsQuery.parse({ search }));
    if (user.role !== "patient") return page({ found, search, pending: null });
    const pending = await listRequests(sql, user, PENDING) as SentRequest[];
    return page({ found, search, pending });
  },
});

export default defineSignedIn.page<typeof handlers>(function ExpertsPage({ data, state }) {
  return (
    <>
      <Head>
        <title>Experts · Liaison</title>
      </Head>
      <div class="page-head">
        <h1>Experts</h1>
      </div>
      <Experts
        first={data.found}
        search={data.search}
        pending={data.pending}
        clock={clockOf(state.user)}
      />
    </>
  );
});
