import { type Context, page } from "fresh";
import CalendarFeed from "../../../islands/settings/CalendarFeed.tsx";
import ChoiceTable from "../../../islands/settings/ChoiceTable.tsx";
import DatesForm from "../../../islands/settings/DatesForm.tsx";
import DesktopNotifications from "../../../islands/notifications/DesktopNotifications.tsx";
import PasswordForm from "../../../islands/settings/PasswordForm.tsx";
import ProfileForm from "../../../islands/settings/ProfileForm.tsx";
import SessionList from "../../../islands/settings/SessionList.tsx";
import type { Profile, Session } from "../../../lib/contract/account.ts";
import type { Choice } from "../../../lib/contract/choices.ts";
import { LOCALES } from "../../../lib/contract/locales.ts";
import type { User } from "../../../lib/contract/users.ts";
import { listSignIns } from "../../../lib/audit/sign_ins.ts";
import { findProfile, listSessions } from "../../../lib/auth/mod.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { calendarServer } from "../../../lib/http/calendar.ts";
import { listBlocks } from "../../../lib/meetings/blocks.ts";
import { listChoices } from "../../../lib/meetings/choices.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { findCalendarFeed } from "../../../lib/meetings/calendar_feeds.ts";
import { typesFor } from "../../../lib/ui/settings/choices.ts";
import { FlashMessage, flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { Form } from "../../../lib/ui/components/form.tsx";
import { SignOutIcon } from "../../../lib/ui/components/icons.tsx";
import { ProblemNote } from "../../../lib/ui/components/problem_note.tsx";
import { answerTo, failedForm, type FormState } from "../../../lib/forms/form_state.ts";
import { BlocksSection } from "../../../lib/ui/settings/blocks.tsx";
import { SignInsSection } from "../../../lib/ui/settings/sign_ins.tsx";
import { SETTINGS_FIELDS, SettingsSection } from "../../../lib/ui/settings/settings_form.tsx";
import { clockOf } from "../../../lib/time/formats.ts";
import { changeSetting } from "./(_parts)/actions.ts";
import { EmailForm } from "./(_parts)/email_form.tsx";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

/** A form that failed without a script: its action and state. */
type Refused = { action: string; state: FormState };

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

export const handlers = defineSignedIn.handlers({
  GET: async (ctx) => page(await load(ctx)),
  async POST(ctx) {
    const values = await readForm(ctx.req);
    const { action = "" } = values;
    try {
      const headers = new Headers();
      const done = await changeSetting(ctx, action, values, headers);
      headers.set("location", flashPath("/settings", done));
      return new Response(null, { status: 303, headers });
    } catch (error) {
      const { current_password: _, new_password: __, ...shown } = values;
      const state = failedForm(error, shown, SETTINGS_FIELDS[action as "profile"] ?? []);
      return page(await load(ctx, { action, state }), answerTo(error));
    }
  },
});

async function load(ctx: Context<SignedIn>, refused?: Refused) {
  const { sql, user } = ctx.state;
  ctx.state.inbox = await loadInbox(ctx.state, user);
  return {
    profile: await findProfile(sql, user.id),
    sessions: await listSessions(sql, caller(ctx.state)),
    signIns: await listSignIns(sql, caller(ctx.state)),
    choices: await listChoices(sql, user.id),
    feed: await findCalendarFeed(sql, calendarServer(ctx), user),
    blocks: user.role === "researcher" && user.approved ? await listBlocks(sql, user) : null,
    now: new Date().toISOString(),
    refused,
  };
}

export default defineSignedIn.page<typeof handlers>(function SettingsPage({ data, state, url }) {
  const { profile, refused } = data;
  const { user } = state;
  const isForm = refused && refused.action in SETTINGS_FIELDS;
  const formFor = (action: string, values: FormState["values"]): FormState =>
    refused?.action === action ? refused.state : { values, errors: {} };
  return (
    <>
      <DocumentHead title="Settings" sheet="settings" />
      <div class="row row-apart page-head">
        <h1>Settings</h1>
      </div>
      <FlashMessage url={url} />
      <ProblemNote text={isForm ? undefined : refused?.state.problem} />
      <ProfileSection user={user} form={formFor("profile", valuesFor(user, profile))} />
      <DatesSection
        form={formFor("dates", { time_zone: user.time_zone, locale: user.locale })}
        now={data.now}
      />
      {user.role !== "admin" && <NotificationsSection user={user} choices={data.choices} />}
      <SettingsSection id="address" title="Email" about="You sign in with this address.">
        <EmailForm email={user.email} form={formFor("email", { email: user.email })} />
      </SettingsSection>
      <SettingsSection
        id="password"
        title="Password"
        about="A new password signs you out on all other devices, and ends your calendar link."
      >
        <PasswordForm email={user.email} first={formFor("password", {})} />
      </SettingsSection>
      <SettingsSection
        id="security"
        title="Sign-in security"
        about="Sign in without a password, or with more than that."
      >
        <a class="button" href="/settings/security">Passkeys and authenticator app</a>
      </SettingsSection>
      <SessionsSection
        user={user}
        sessions={data.sessions}
        refused={refused?.action.startsWith("end") ? refused.state : undefined}
      />
      <SignInsSection signIns={data.signIns} clock={clockOf(user)} />
      {data.blocks && <BlocksSection blocks={data.blocks} clock={clockOf(user)} />}
      {user.role !== "admin" && (
        <SettingsSection
          id="calendar-feed"
          title="Calendar apps"
          about="See your meetings in Apple Calendar, Google Calendar, Outlook or another calendar app."
        >
          <CalendarFeed first={data.feed} clock={clockOf(user)} />
        </SettingsSection>
      )}
      <SignOutSection user={user} />
    </>
  );
});

function valuesFor({ full_name }: User, profile: Profile): FormState["values"] {
  const { specialty, institution, bio } = profile;
  return {
    full_name,
    specialty: specialty ?? "",
    institution: institution ?? "",
    bio: bio ?? "",
  };
}

function ProfileSection({ user, form }: { user: User; form: FormState }) {
  const isResearcher = user.role === "researcher";
  const about = isResearcher ? "What patients see of you." : "What researchers see of you.";
  return (
    <SettingsSection id="profile" title="Profile" about={about}>
      <ProfileForm isResearcher={isResearcher} first={form} />
    </SettingsSection>
  );
}

function DatesSection({ form, now }: { form: FormState; now: string }) {
  return (
    <SettingsSection
      id="dates"
      title="Dates and times"
      about="Your time zone, and how dates and times are written."
    >
      <DatesForm zones={ZONES} locales={LOCALES} first={form} now={now} />
    </SettingsSection>
  );
}

function NotificationsSection({ user, choices }: { user: User; choices: Choice[] }) {
  return (
    <SettingsSection
      id="choices"
      title="Notifications"
      about="All notifications stay in your list. Without a tick under “Unread” they are marked as read when they arrive."
    >
      <ChoiceTable first={choices} types={typesFor(user.role)} />
      <div class="row row-apart settings-desktop needs-script">
        <p class="quiet">On this device:</p>
        <DesktopNotifications userId={user.id} />
      </div>
    </SettingsSection>
  );
}

type SessionsProps = { user: User; sessions: Session[]; refused?: FormState };

function SessionsSection({ user, sessions, refused }: SessionsProps) {
  return (
    <SettingsSection
      id="sessions"
      title="Devices"
      about="Where you are signed in."
    >
      <SessionList
        first={sessions}
        clock={clockOf(user)}
        email={user.email}
        refused={refused}
      />
    </SettingsSection>
  );
}

/** On phones the sidebar has no room for it. */
function SignOutSection({ user }: { user: User }) {
  return (
    <Form action="/logout" class="settings-sign-out">
      <p class="quiet">
        Signed in as <bdi>{user.full_name}</bdi>
      </p>
      <button type="submit" class="button button-wide">
        <SignOutIcon />
        Sign out
      </button>
    </Form>
  );
}
