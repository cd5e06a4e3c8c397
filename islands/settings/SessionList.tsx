/** The sessions of a person, and buttons that end them. */
import { useEffect, useState } from "preact/hooks";
import { on } from "../../lib/browser/connection/events.ts";
import { useBusy, useNow } from "../../lib/browser/hooks/hooks.ts";
import { call } from "../../lib/browser/api/http.ts";
import { attempt, toast } from "../../lib/browser/notices/toasts.ts";
import type { Session } from "../../lib/contract/account.ts";
import { deviceText, isPhone } from "../../lib/ui/settings/device.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { ComputerIcon, MobileIcon } from "../../lib/ui/components/icons.tsx";
import { RelativeTime } from "../../lib/ui/components/relative_time.tsx";
import type { Clock } from "../../lib/time/formats.ts";

type SessionListProps = {
  /** The present one first. */
  first: Session[];
  clock: Clock;
};

/** A session that ends, here or elsewhere, leaves the list. */
export default function SessionList({ first, clock }: SessionListProps) {
  const [sessions, setSessions] = useLiveSessions(first);
  const others = sessions.filter(({ current }) => !current);
  const end = (gone: Session[], path: string, words: string) =>
    attempt(async () => {
      setSessions((all) => all.filter((one) => !gone.includes(one)));
      document.getElementById("sessions-heading")?.focus();
      try {
        await call("DELETE", path);
      } catch (error) {
        setSessions((all) => [...all, ...gone.filter((one) => !all.includes(one))]);
        throw error;
      }
      toast(words);
    });
  const endOne = (session: Session) =>
    end(
      [session],
      `/api/auth/sessions/${session.id}`,
      `Signed out: ${deviceText(session.user_agent)}`,
    );
  return (
    <>
      <ul class="session-list">
        {sessions.map((session) => (
          <Row
            key={session.id}
            session={session}
            clock={clock}
            end={() => endOne(session)}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <EndButton
          action="end-others"
          words="Sign out all other devices"
          end={() => end(others, "/api/auth/sessions", "All other devices are signed out")}
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
  end: () => Promise<unknown>;
};

function Row({ session, clock, end }: RowProps) {
  const { id, user_agent, current, created_at, last_seen_at } = session;
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
      {!current && (
        <EndButton action="end" id={id} words="Sign out this device" name={user_agent} end={end} />
      )}
    </li>
  );
}

type EndButtonProps = {
  action: string;
  id?: number;
  words: string;
  /** The user agent of the session. */
  name?: string | null;
  end: () => Promise<unknown>;
};

function EndButton({ action, id, words, name, end }: EndButtonProps) {
  const [busy, run] = useBusy();
  const submit = (event: Event) => {
    event.preventDefault();
    run(async () => void await end());
  };
  return (
    <Form action="/settings" class="session-end" onSubmit={submit}>
      <input type="hidden" name="action" value={action} />
      {id && <input type="hidden" name="session_id" value={id} />}
      <button
        type="submit"
        class="button"
        aria-label={name === undefined ? undefined : `${words}: ${deviceText(name)}`}
        disabled={busy}
      >
        {words}
      </button>
    </Form>
  );
}
