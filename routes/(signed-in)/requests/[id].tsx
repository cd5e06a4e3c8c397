import { page } from "fresh";
import OneRequest from "../../../islands/requests/OneRequest.tsx";
import OpenedRequest from "../../../islands/requests/OpenedRequest.tsx";
import { AppError } from "../../../lib/contract/errors.ts";
import type { DecisionInput } from "../../../lib/contract/meetings.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { readForm } from "../../../lib/http/body.ts";
import { readId } from "../../../lib/http/input.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { decideRequest } from "../../../lib/meetings/decisions.ts";
import { findBlock } from "../../../lib/meetings/blocks.ts";
import { findRequest } from "../../../lib/meetings/requests.ts";
import { listAround } from "../../../lib/meetings/schedules.ts";
import {
  actionOf,
  API_FIELDS,
  type DecisionState,
  panelOf,
  readDecision,
} from "../../../lib/forms/decision_form.ts";
import {
  type FlashCode,
  FlashMessage,
  flashPath,
} from "../../../lib/ui/components/flash_message.tsx";
import { answerTo, failedForm } from "../../../lib/forms/form_state.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { ownPath, requestPath } from "../../../lib/ui/paths.ts";
import { BlockPerson } from "../../../lib/ui/requests/block_person.tsx";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

const FLASH_CODES: Record<DecisionInput["status"], FlashCode> = {
  accepted: "request-accepted",
  rejected: "request-declined",
  cancelled: "request-withdrawn",
};

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const loaded = await load(ctx.state, ctx.params.id);
    noteShown(ctx, [loaded.request, ...loaded.meetings]);
    const state: DecisionState = { values: {}, errors: {}, panel: panelOf(searchParams) };
    return page({ ...loaded, state, next: nextOf(searchParams.get("next")) });
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const values = await readForm(ctx.req);
    const action = actionOf(values.action);
    if (!action) {
      throw new AppError("invalid_input", "Choose whether to accept, decline or withdraw");
    }
    const loaded = await load(ctx.state, ctx.params.id);
    const { request } = loaded;
    const next = nextOf(values.next);
    const decision = readDecision(action, values, request, clockOf(user).zone, Date.now());
    if ("errors" in decision) {
      const state: DecisionState = { ...decision, values, panel: action };
      return page({ ...loaded, state, next }, { status: 400 });
    }
    try {
      await decideRequest(sql, user, request.id, decision);
    } catch (error) {
      const present = await findRequest(sql, user, request.id);
      if (present.status !== decision.status) {
        const state = { ...failedForm(error, values, API_FIELDS), panel: action };
        return page({ ...loaded, request: present, state, next }, answerTo(error));
      }
    }
    return ctx.redirect(
      flashPath(next ?? requestPath(request.id), FLASH_CODES[decision.status]),
      303,
    );
  },
});

/**
 * The request, and the meetings around its time. Throws `not_found`, also for other people's
 * requests.
 */
async function load(state: SignedIn, id: string) {
  const { sql, user } = state;
  const request = await findRequest(sql, user, readId(id));
  state.inbox = await loadInbox(state, user);
  return {
    request,
    meetings: await listAround(sql, user, request.preferred_datetime),
    block: request.type === "received" && await findBlock(sql, user, request.requester.id),
  };
}

function nextOf(next: string | null | undefined): string | undefined {
  return next ? ownPath(next) : undefined;
}

export default defineSignedIn.page<typeof handlers>(function RequestPage({ data, state, url }) {
  const { request } = data;
  const Shown = data.state.panel && request.type === "received" ? OpenedRequest : OneRequest;
  const title = request.type === "received"
    ? `Request from ${request.requester.full_name}`
    : `Request to ${request.expert.full_name}`;
  return (
    <>
      <DocumentHead title={title} sheet="requests" />
      <div class="row row-apart page-head">
        <h1>Meeting request</h1>
        <a class="button button-plain" href={data.next ?? "/dashboard"}>All requests</a>
      </div>
      <FlashMessage url={url} />
      <Shown
        first={request}
        meetings={data.meetings}
        viewerId={state.user.id}
        clock={clockOf(state.user)}
        state={data.state}
        next={data.next}
      />
      {request.type === "received" && (
        <BlockPerson
          person={request.requester}
          isBlocked={Boolean(data.block)}
          next={requestPath(request.id)}
        />
      )}
    </>
  );
});
