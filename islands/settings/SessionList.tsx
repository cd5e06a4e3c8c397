/** The sessions of a person, and forms that end them. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import EndSession from "./EndSession.tsx";
import { on } from "../../lib/browser/connection/events.ts";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { call } from "../../lib/browser/api/http.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { Session } from "../../lib/contract/account.ts";
import type { FormState } from "../../lib/forms/form_state.ts";
import { deviceText, isPhone } from "../../lib/ui/settings/device.ts";
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
