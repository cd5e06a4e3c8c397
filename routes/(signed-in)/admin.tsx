import { type Context, page } from "fresh";
import { listResearchers, requireAdmin } from "../../lib/admin/researchers.ts";
import { cancelMeetingsAhead, reviewResearcher } from "../../lib/admin/reviews.ts";
import { lacksFactor, requireFactor } from "../../lib/auth/factors/admins.ts";
import { makeResetLink } from "../../lib/auth/passwords/reset.ts";
import { type CandidatesPage, reviewState } from "../../lib/contract/admin.ts";
import { AppError } from "../../lib/contract/errors.ts";
import { defineSignedIn, type SignedIn } from "../../lib/define.ts";
import {
  answerTo,
  failedForm,
  type FormState,
  type FormValues,
} from "../../lib/forms/form_state.ts";
import { readForm } from "../../lib/http/body.ts";
import { readId } from "../../lib/http/input.ts";
import { ownOrigin } from "../../lib/http/origins.ts";
import { remoteOf } from "../../lib/http/remote.ts";
import { loadInbox } from "../../lib/meetings/inbox.ts";
import { clockOf } from "../../lib/time/formats.ts";
import {
  adminPath,
  type AdminQuery,
  readAdminQuery,
  SHOWN,
} from "../../lib/ui/admin/admin_query.ts";
import { CandidateCard, STATE_WORDS } from "../../lib/ui/admin/candidate_card.tsx";
import { type MadeLink, ResetForm } from "../../lib/ui/admin/reset_form.tsx";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import { type FlashCode, FlashMessage, flashPath } from "../../lib/ui/components/flash_message.tsx";
import { ExpertsIcon } from "../../lib/ui/components/icons.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";

type Data = {
  found: CandidatesPage;
  query: AdminQuery;
  problem?: string;
  made?: MadeLink;
  reset?: FormState;
};

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, auth, user } = ctx.state;
    requireAdmin(user);
    if (await lacksFactor(sql, auth, user)) return ctx.redirect("/settings/security", 303);
    return page<Data>(await load(ctx.state, readAdminQuery(ctx.url.searchParams)));
  },
  async POST(ctx) {
    const { sql, auth, user } = ctx.state;
    requireAdmin(user);
    await requireFactor(sql, auth, user);
    const values = await readForm(ctx.req);
    const query = { state: reviewState.catch("waiting").parse(values.state), search: "", page: 1 };
    if (values.action === "reset") return await makeLink(ctx, values.email ?? "", query);
    try {
      const code = await decide(ctx, values);
      return ctx.redirect(flashPath(adminPath(query), code), 303);
    } catch (error) {
      const { problem } = failedForm(error, values, []);
      return page<Data>({ ...await load(ctx.state, query), problem }, answerTo(error));
    }
  },
});

async function load(state: SignedIn, query: AdminQuery): Promise<Data> {
  state.inbox = await loadInbox(state, state.user);
  const { search, page } = query;
  const found = await listResearchers(state.sql, {
    state: query.state,
    search,
    limit: SHOWN,
    offset: (page - 1) * SHOWN,
  });
  return { found, query };
}

async function makeLink(ctx: Context<SignedIn>, email: string, query: AdminQuery) {
  const { sql, user, log } = ctx.state;
  const data = await load(ctx.state, query);
  try {
    const maker = { user, from: remoteOf(ctx.req, ctx.info) };
    const link = ownOrigin(ctx) + await makeResetLink(sql, log, maker, email);
    return page<Data>({ ...data, made: { email, link } });
  } catch (error) {
    const reset = failedForm(error, { email }, ["email"]);
    return page<Data>({ ...data, reset }, answerTo(error));
  }
}

/** Does what the form asks for; returns the message for that. Throws AppErrors. */
async function decide(ctx: Context<SignedIn>, values: FormValues): Promise<FlashCode> {
  const { sql, user, log } = ctx.state;
  const { id = "", action = "", reason } = values;
  if (action === "cancel-meetings") {
    await cancelMeetingsAhead(sql, user, readId(id), { reason });
    return "meetings-cancelled";
  }
  const codes: Record<string, FlashCode> = {
    approved: "researcher-approved",
    refused: "researcher-refused",
    suspended: "researcher-suspended",
  };
  if (!Object.hasOwn(codes, action)) {
    throw new AppError("invalid_input", "The form could not be read. Go back and try again");
  }
  const reviewer = { user, log, from: remoteOf(ctx.req, ctx.info) };
  await reviewResearcher(sql, reviewer, readId(id), { decision: action, reason });
  return codes[action];
}

export default defineSignedIn.page<typeof handlers>(function AdminPage({ data, state, url }) {
  const { found, query, problem } = data;
  return (
    <>
      <DocumentHead title="Researchers" sheet="admin" />
      <div class="row row-apart page-head">
        <h1>Researchers</h1>
      </div>
      <FlashMessage url={url} />
      <ProblemNote text={problem} />
      <States found={found} query={query} />
      <form class="row admin-search" role="search">
        <input type="hidden" name="state" value={query.state} />
        <input
          type="search"
          name="search"
          dir="auto"
          aria-label="Name, address or institution"
          placeholder="Name, address or institution"
          maxLength={200}
          value={query.search}
        />
        <button type="submit" class="button">Search</button>
      </form>
      {found.researchers.length === 0
        ? <EmptyState icon={<ExpertsIcon />} title={emptyTitle(query)} />
        : (
          <ul class="card-list">
            {found.researchers.map((candidate) => (
              <CandidateCard key={candidate.id} candidate={candidate} clock={clockOf(state.user)} />
            ))}
          </ul>
        )}
      <Pages found={found} query={query} />
      <ResetForm made={data.made} form={data.reset} />
    </>
  );
});

function emptyTitle({ state, search }: AdminQuery): string {
  if (search) return "Nobody matches";
  return state === "waiting" ? "Nobody is waiting" : "There is nobody here";
}

function States({ found: { counts }, query }: Data) {
  return (
    <nav class="row admin-states" aria-label="By approval">
      {reviewState.options.map((state) => (
        <a
          key={state}
          class="button"
          href={adminPath({ state, search: "", page: 1 })}
          aria-current={state === query.state ? "page" : undefined}
        >
          {STATE_WORDS[state]} ({counts[state]})
        </a>
      ))}
    </nav>
  );
}

function Pages({ found: { total }, query }: Data) {
  const { page } = query;
  const isLast = page * SHOWN >= total;
  if (page === 1 && isLast) return null;
  return (
    <nav class="actions" aria-label="Pages">
      {page > 1 && <a class="button" href={adminPath({ ...query, page: page - 1 })}>Previous</a>}
      {!isLast && <a class="button" href={adminPath({ ...query, page: page + 1 })}>Next</a>}
    </nav>
  );
}
