/** The sessions of a person, and forms that end them. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import Confirmation from "./Confirmation.tsx";
import { on } from "../../lib/browser/connection/events.ts";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { call } from "../../lib/browser/api/http.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { Session } from "../../lib/contract/account.ts";
import type { FormState } from "../../lib/forms/form_state.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { deviceText, isPhone } from "../../lib/ui/settings/device.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";
import { ComputerIcon, MobileIcon } from "../../lib/ui/components/icons.tsx";
import { RelativeTime } from "../../lib/ui/components/relative_time.tsx";
import type { Clock } from "../../lib/time/formats.ts";

type SessionListProps = {
  /** The present one first. */
  first: Session[];
  clock: Clock;
  email: string;
  /** Of a form that failed without a script: with the id of its session, unless it ended all. */
  refused?: FormState;
};

/** A session that ends, here or elsewhere, leaves the list. */
export default function SessionList({ first, clock, email, refused }: SessionListProps) {
  const [sessions, setSessions] = useLiveSessions(first);
  const others = sessions.filter(({ current }) => !current);
  const end = async (gone: Session[], path: string, body: unknown, words: string) => {
    await call("DELETE", path, { body });
    setSessions((all) => all.filter((one) => !gone.includes(one)));
    document.getElementById("sessions-heading")?.focus();
    toast(words);
  };
  const endAll = (body: unknown) =>
    end(others, "/api/auth/sessions", body, "All other devices are signed out");
  const endOne = (session: Session) => (body: unknown) =>
    end(
      [session],
      `/api/auth/sessions/${session.id}`,
      body,
      `Signed out: ${deviceText(session.user_agent)}`,
    );
  return (
    <>
      <ul class="session-list">
        {sessions.map((session) => (
          <Row key={session.id} session={session} clock={clock}>
            {!session.current && (
              <EndSession
                session={session}
                email={email}
                end={endOne(session)}
                refused={refused?.values.session_id === `${session.id}` ? refused : undefined}
              />
            )}
          </Row>
        ))}
      </ul>
      {others.length > 1 && (
        <EndSession
          email={email}
          end={endAll}
          refused={refused && !refused.values.session_id ? refused : undefined}
        />
      )}
    </>
  );
}

/** The sessions, and a function that changes those that are shown. */
function useLiveSessions(first: Session[]) {
  const [sessions, setSessions] = useState(first);
  useEffect(() => {
    const read = async () => {
      const path = "/api/auth/sessions";
      setSessions((await call<{ sessions: Session[] }>("GET", path)).sessions);
    };
    on("session_ended", ({ session_id }) => {
      setSessions((all) => all.filter(({ id }) => id !== session_id));
    });
    // No event brings new sessions, so they are read when the tab is shown again.
    const look = () => document.hidden || read().catch(() => {});
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return [sessions, setSessions] as const;
}

type RowProps = {
  session: Session;
  clock: Clock;
  children: ComponentChildren;
};

function Row({ session, clock, children }: RowProps) {
  const { user_agent, current, created_at, last_seen_at } = session;
  const now = useNow();
  return (
    <li class="line session">
      <span class="disc tone-neutral session-icon">
        {isPhone(user_agent) ? <MobileIcon /> : <ComputerIcon />}
      </span>
      <div class="session-body">
        <p class="session-name">{deviceText(user_agent)}</p>
        <p class="quiet">
          {current ? "You are using this device" : (
            <>
              Last active <RelativeTime at={last_seen_at ?? created_at} clock={clock} now={now} />
            </>
          )}
        </p>
      </div>
      {children}
    </li>
  );
}

type EndSessionProps = {
  /** None for all others. */
  session?: Session;
  email: string;
  /** Rejects with a CallError. */
  end: (body: { current_password: string }) => Promise<void>;
  refused?: FormState;
};

const NOTHING: FormState = { values: {}, errors: {} };

/** Asks for the password once it is opened. Works without a script as with one. */
function EndSession({ session, email, end, refused }: EndSessionProps) {
  const { form, busy, callError, submit } = useForm(({ current_password }) =>
    end({ current_password })
  );
  const { errors, problem } = shownOf(refused ?? NOTHING, callError, SETTINGS_FIELDS.end);
  const words = session ? "Sign out this device" : "Sign out all other devices";
  return (
    <details class="session-end" open={refused !== undefined}>
      <summary class="button">
        {words}
        {session && <span class="sr-only">: {deviceText(session.user_agent)}</span>}
      </summary>
      <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
        <input type="hidden" name="action" value={session ? "end" : "end-others"} />
        {session && <input type="hidden" name="session_id" value={session.id} />}
        <ProblemNote text={problem} />
        <Confirmation
          id={`end-password-${session?.id ?? "others"}`}
          email={email}
          error={errors.current_password}
        />
        <div class="actions">
          <button type="submit" class="button button-danger" disabled={busy}>Sign out</button>
        </div>
      </Form>
    </details>
  );
}
