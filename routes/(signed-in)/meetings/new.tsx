import { page } from "fresh";
import NewMeeting from "../../../islands/meetings/NewMeeting.tsx";
import type { Contact } from "../../../lib/contract/contacts.ts";
import { AppError } from "../../../lib/contract/errors.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { listContacts } from "../../../lib/meetings/people.ts";
import { createSchedule } from "../../../lib/meetings/schedules.ts";
import { flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { EmptyState } from "../../../lib/ui/components/empty_state.tsx";
import { ExpertsIcon } from "../../../lib/ui/components/icons.tsx";
import { API_FIELDS, readPlan } from "../../../lib/forms/meeting_form.ts";
import { answerTo, failedForm, type FormState } from "../../../lib/forms/form_state.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { meetingPath } from "../../../lib/ui/paths.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

type Data = {
  contacts: Contact[];
  form: FormState;
  madeAt: number;
};

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const asked = ctx.url.searchParams.get("with");
    const data = await dataOf(ctx.state, { values: asked ? { with: asked } : {}, errors: {} });
    const isKnown = data.contacts.some(({ id }) => `${id}` === asked);
    if (asked && !isKnown) {
      throw new AppError("not_found", "You have no request or meeting with this person");
    }
    return page(data);
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const values = await readForm(ctx.req);
    const contacts = await listContacts(sql, user);
    const plan = readPlan(values, user, contacts, clockOf(user).zone, Date.now());
    if ("errors" in plan) {
      return page(await dataOf(ctx.state, { values, errors: plan.errors }), { status: 400 });
    }
    try {
      const kind = plan.isTrial ? "trial" : "meeting";
      const { id } = await createSchedule(sql, user, kind, plan.input);
      return ctx.redirect(flashPath(meetingPath(id), "meeting-scheduled"), 303);
    } catch (error) {
      const form = failedForm(error, values, API_FIELDS);
      return page(await dataOf(ctx.state, form), answerTo(error));
    }
  },
});

async function dataOf(state: SignedIn, form: FormState): Promise<Data> {
  state.inbox = await loadInbox(state, state.user);
  const contacts = await listContacts(state.sql, state.user);
  return { contacts, form, madeAt: Date.now() };
}

export default defineSignedIn.page<typeof handlers>(function NewMeetingPage({ data, state }) {
  const { contacts, form, madeAt } = data;
  const { user } = state;
  return (
    <>
      <DocumentHead title="Schedule a meeting" sheet="meetings" />
      <div class="row row-apart page-head">
        <h1>Schedule a meeting</h1>
      </div>
      {contacts.length === 0 ? <Nobody role={user.role} /> : (
        <NewMeeting
          contacts={contacts}
          viewer={{ id: user.id, role: user.role }}
          clock={clockOf(user)}
          now={madeAt}
          first={form}
        />
      )}
    </>
  );
});

function Nobody({ role }: { role: string }) {
  const isPatient = role === "patient";
  return (
    <EmptyState icon={<ExpertsIcon />} title="No one to meet yet">
      <p class="quiet">
        {isPatient
          ? "First ask a researcher for a meeting. Then you can schedule meetings with them here."
          : "Once a patient has asked you for a meeting, you can schedule meetings with them here."}
      </p>
      {isPatient && <a class="button button-primary" href="/experts">Find a researcher</a>}
    </EmptyState>
  );
}
