import { page } from "fresh";
import Experts from "../../islands/experts/Experts.tsx";
import type { SentRequest } from "../../lib/contract/meetings.ts";
import { defineSignedIn } from "../../lib/define.ts";
import { loadInbox } from "../../lib/meetings/inbox.ts";
import { listExperts, listSpecialties } from "../../lib/meetings/experts.ts";
import { listRequests } from "../../lib/meetings/requests.ts";
import { expertsPath, readExpertsQuery, rowsOf } from "../../lib/ui/experts/experts_query.ts";
import { clockOf } from "../../lib/time/formats.ts";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

const PENDING = { status: "pending" as const, limit: 500, offset: 0 };

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const { searchParams } = ctx.url;
    const query = readExpertsQuery(searchParams);
    // Without a script, empty fields are submitted too. They are removed from the address.
    if ([...searchParams.values()].includes("")) return ctx.redirect(expertsPath(query), 303);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    const [first, specialties] = await Promise.all([
      listExperts(sql, user, { ...query, ...rowsOf(query) }),
      listSpecialties(sql, user),
    ]);
    const found = { first, specialties, query, now: Date.now() };
    if (user.role !== "patient") return page({ ...found, pending: null });
    const { rows } = await listRequests(sql, user, PENDING);
    return page({ ...found, pending: rows as SentRequest[] });
  },
});

export default defineSignedIn.page<typeof handlers>(function ExpertsPage({ data, state }) {
  return (
    <>
      <DocumentHead title="Experts" sheet="experts" />
      <div class="row row-apart page-head">
        <h1>Experts</h1>
      </div>
      <Experts {...data} clock={clockOf(state.user)} />
    </>
  );
});
