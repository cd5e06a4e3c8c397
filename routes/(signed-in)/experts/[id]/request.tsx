import { page } from "fresh";
import RequestForm from "../../../../islands/requests/RequestForm.tsx";
import { AppError } from "../../../../lib/contract/errors.ts";
import type { SentRequest } from "../../../../lib/contract/meetings.ts";
import { defineSignedIn, type SignedIn } from "../../../../lib/define.ts";
import { readForm } from "../../../../lib/http/body.ts";
import { readId } from "../../../../lib/http/input.ts";
import { loadInbox } from "../../../../lib/meetings/inbox.ts";
import { findExpert } from "../../../../lib/meetings/experts.ts";
import { createRequest, findPending } from "../../../../lib/meetings/requests.ts";
import { flashPath } from "../../../../lib/ui/components/flash_message.tsx";
import { ExpertCard } from "../../../../lib/ui/experts/expert_card.tsx";
import { answerTo, failedForm } from "../../../../lib/forms/form_state.ts";
import {
  API_FIELDS,
  readWish,
  type RequestState,
  type Wish,
} from "../../../../lib/forms/request_form.ts";
import { clockOf } from "../../../../lib/time/formats.ts";
import { requestPath } from "../../../../lib/ui/paths.ts";
import { DocumentHead } from "../../../../lib/ui/components/document_head.tsx";

const SENT = flashPath("/dashboard/patient", "request-sent");

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    if (ctx.state.user.role !== "patient") return ctx.redirect("/experts", 303);
    const asked = await load(ctx.state, ctx.params.id);
    return page({ ...asked, first: undefined as RequestState | undefined });
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const values = await readForm(ctx.req);
    if (user.role !== "patient") {
      throw new AppError("forbidden", "Only patients can ask for a meeting");
    }
    const asked = await load(ctx.state, ctx.params.id);
    const wish = readWish(values, user.time_zone, Date.now());
    if ("errors" in wish) {
      return page({ ...asked, first: { values, errors: wish.errors } }, { status: 400 });
    }
    try {
      await createRequest(sql, user, { ...wish, expert_id: asked.expert.id });
    } catch (error) {
      const pending = await findPending(sql, user, asked.expert.id);
      if (pending && isSame(pending, wish)) return ctx.redirect(SENT, 303);
      const first = { ...failedForm(error, values, API_FIELDS), code: codeOf(error) };
      return page({ ...asked, first }, answerTo(error));
    }
    return ctx.redirect(SENT, 303);
  },
});

/** The data of the page. Throws `not_found` if the id is not a researcher's. */
async function load(state: SignedIn, id: string) {
  const { sql, user } = state;
  const expert = await findExpert(sql, user, readId(id));
  state.inbox = await loadInbox(state, user);
  return { expert, pending: await findPending(sql, user, expert.id), now: Date.now() };
}

/** Whether the form was sent twice, as by a double click. */
function isSame({ message, ...pending }: SentRequest, wish: Wish): boolean {
  return (message === wish.message || message.startsWith(`${wish.message}\n\n`)) &&
    pending.preferred_datetime === wish.preferred_datetime &&
    pending.meeting_type === wish.meeting_type;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.code : undefined;
}

export default defineSignedIn.page<typeof handlers>(function RequestPage({ data, state }) {
  const { expert, pending, first, now } = data;
  const clock = clockOf(state.user);
  return (
    <>
      <DocumentHead title="Request a meeting" sheet="experts" />
      <div class="row row-apart page-head">
        <h1>Request a meeting</h1>
        <a class="button" href="/experts">All experts</a>
      </div>
      <div class="ask-page">
        <ul class="card-list">
          <ExpertCard expert={expert} clock={clock} now={now} />
        </ul>
        <div class="card">
          {pending && !first ? <Asked pending={pending} /> : (
            <RequestForm
              expert={expert}
              clock={clock}
              now={now}
              first={first}
            />
          )}
        </div>
      </div>
    </>
  );
});

/** Shown instead of the form while a request to the researcher is pending. */
function Asked({ pending }: { pending: SentRequest }) {
  return (
    <>
      <h2>Your request is waiting for an answer</h2>
      <p>
        <bdi>{pending.expert.full_name}</bdi> has not answered it yet. You will be notified.
      </p>
      <div class="actions">
        <a class="button button-primary" href={requestPath(pending.id)}>See your request</a>
      </div>
    </>
  );
}
