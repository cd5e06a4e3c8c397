import { page } from "fresh";
import CancelForm from "../../../islands/meetings/CancelForm.tsx";
import Meeting from "../../../islands/meetings/Meeting.tsx";
import MoveForm from "../../../islands/meetings/MoveForm.tsx";
import type { Block } from "../../../lib/contract/blocks.ts";
import type { OwnMeeting } from "../../../lib/contract/contacts.ts";
import { AppError } from "../../../lib/contract/errors.ts";
import type { Schedule } from "../../../lib/contract/meetings.ts";
import type { User } from "../../../lib/contract/users.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { readForm } from "../../../lib/http/body.ts";
import { readId } from "../../../lib/http/input.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { findBlock } from "../../../lib/meetings/blocks.ts";
import { findMeeting } from "../../../lib/meetings/people.ts";
import { remind } from "../../../lib/meetings/reminders.ts";
import { cancelSchedule, moveSchedule } from "../../../lib/meetings/schedules.ts";
import {
  type FlashCode,
  FlashMessage,
  flashPath,
} from "../../../lib/ui/components/flash_message.tsx";
import {
  API_FIELDS,
  type Panel,
  PANEL_WORDS,
  panelOf,
  readMove,
} from "../../../lib/forms/meeting_form.ts";
import { isOpen, titleOf } from "../../../lib/ui/meetings/meeting_words.ts";
import { ProblemNote } from "../../../lib/ui/components/problem_note.tsx";
import {
  answerTo,
  failedForm,
  type FormState,
  type FormValues,
} from "../../../lib/forms/form_state.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { dateIn } from "../../../lib/time/wall_time.ts";
import { meetingPath } from "../../../lib/ui/paths.ts";
import { BlockPerson } from "../../../lib/ui/requests/block_person.tsx";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

type Data = {
  meeting: OwnMeeting;
  panel: Panel | null;
  /** The state of a form that failed. */
  state?: FormState;
  madeAt: number;
  /** The reader's, of the other person. */
  block?: Block;
};

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const meeting = await findMeeting(ctx.state.sql, ctx.state.user, readId(ctx.params.id));
    noteShown(ctx, [meeting.schedule]);
    const asked = panelOf(ctx.url.searchParams.get("panel"));
    return page(
      await dataOf(ctx.state, meeting, isOpen(meeting.schedule, Date.now()) ? asked : null),
    );
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const values = await readForm(ctx.req);
    const meeting = await findMeeting(sql, user, readId(ctx.params.id));
    const { id } = meeting.schedule;
    const panel = panelOf(values.action);
    try {
      const outcome = await act(ctx.state, meeting, values);
      if (typeof outcome === "string") {
        return ctx.redirect(flashPath(meetingPath(id), outcome), 303);
      }
      const state = { values, errors: outcome };
      return page(await dataOf(ctx.state, meeting, panel, state), { status: 400 });
    } catch (error) {
      const state = failedForm(error, values, API_FIELDS);
      const current = await findMeeting(sql, user, id);
      const shown = isOpen(current.schedule, Date.now()) ? panel : null;
      return page(await dataOf(ctx.state, current, shown, state), answerTo(error));
    }
  },
});

async function dataOf(
  state: SignedIn,
  meeting: OwnMeeting,
  panel: Panel | null,
  refused?: FormState,
): Promise<Data> {
  state.inbox = await loadInbox(state, state.user);
  return {
    meeting,
    panel,
    state: refused,
    madeAt: Date.now(),
    block: await findBlock(state.sql, state.user, meeting.other.id),
  };
}

/** Does what the form asks for; returns the message for that, or what is wrong with its fields. */
async function act(
  { sql, user }: SignedIn,
  { schedule }: OwnMeeting,
  values: FormValues,
): Promise<FlashCode | FormValues> {
  if (values.action === "move") {
    const input = readMove(values, schedule, clockOf(user).zone, Date.now());
    if ("errors" in input) return input.errors;
    await moveSchedule(sql, user, schedule.id, input);
    return "meeting-moved";
  }
  if (values.action === "cancel") {
    await cancelSchedule(sql, user, { schedule_id: schedule.id, reason: reasonOf(values) });
    return "meeting-cancelled";
  }
  if (values.action !== "remind") {
    throw new AppError("invalid_input", "The form could not be read. Go back and try again");
  }
  await remind(sql, user, { schedule_id: schedule.id });
  return "reminder-sent";
}

/** Forms send lines that end with two characters. */
function reasonOf({ reason = "" }: FormValues): string {
  return reason.replaceAll("\r\n", "\n").trim();
}

export default defineSignedIn.page<typeof handlers>(function MeetingPage({ data, state, url }) {
  const { meeting, panel, state: refused, madeAt } = data;
  const { user } = state;
  return (
    <>
      <DocumentHead title={titleFor(meeting, user)} sheet="meetings" />
      <p class="page-back">
        <a class="button button-plain" href={calendarPath(meeting.schedule, clockOf(user).zone)}>
          Back to the calendar
        </a>
      </p>
      <FlashMessage url={url} />
      {!panel && <ProblemNote text={refused?.problem} />}
      <Meeting
        first={meeting}
        viewerId={user.id}
        clock={clockOf(user)}
        madeAt={madeAt}
        hasForm={panel !== null}
      />
      {panel && (
        <section class="card meeting-panel" aria-labelledby="panel-heading">
          <h2 id="panel-heading">{PANEL_WORDS[panel]}</h2>
          {panel === "cancel" ? <CancelForm meeting={meeting} first={refused} /> : (
            <MoveForm
              meeting={meeting}
              viewerId={user.id}
              clock={clockOf(user)}
              now={madeAt}
              first={refused}
            />
          )}
        </section>
      )}
      {user.role === "researcher" && (
        <BlockPerson
          person={meeting.other}
          isBlocked={data.block !== undefined}
          next={meetingPath(meeting.schedule.id)}
        />
      )}
    </>
  );
});

function titleFor({ schedule }: OwnMeeting, { id }: User): string {
  return titleOf(schedule, id);
}

/** The calendar's page with the meeting. */
function calendarPath({ start_datetime }: Schedule, zone: string): string {
  return `/calendar?week=${dateIn(zone, Date.parse(start_datetime))}`;
}
