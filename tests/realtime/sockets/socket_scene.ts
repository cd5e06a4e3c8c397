/** Four people with a socket each, and the events that some work causes for them. */
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { startApp } from "../../helpers/app.ts";
import { connected, type LiveClient } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { insertNotifications, patient, researcher } from "../../helpers/factories.ts";

export type Name = "john" | "sarah" | "jane" | "omar";

export type Scene = AsyncDisposable & {
  sql: Sql;
  people: Record<Name, User>;
  clients: Record<Name, LiveClient>;
  /**
   * Does `work`, then commits a marker for each person and waits for all of them: what each was
   * sent before their marker is all that the work caused. Counts of unread ones may include the
   * marker, unless it comes after the event that `first` names.
   */
  caused(work: Work, first?: [Name, event: string]): Promise<Record<Name, Sent[]>>;
};

export type Work = (sql: Sql) => PromiseLike<unknown>;
export type Sent = { event: string; payload: Record<string, unknown> };

/** The app with two patients and two researchers, each with a connected client. */
export async function openScene(): Promise<Scene> {
  await using undo = new AsyncDisposableStack();
  const { url, sql } = undo.use(await startApp());
  const people = {
    john: await patient(sql, { full_name: "John Doe" }),
    jane: await patient(sql, { full_name: "Jane Roe" }),
    sarah: await researcher(sql, { full_name: "Dr. Sarah Smith" }),
    omar: await researcher(sql, { full_name: "Dr. Omar" }),
  };
  const entries: [Name, LiveClient][] = [];
  for (const [name, user] of Object.entries(people)) {
    const client = await connected(url, { token: await tokenOf(sql, user) });
    entries.push([name as Name, undo.use(client)]);
  }
  const clients = Object.fromEntries(entries) as Record<Name, LiveClient>;
  const running = undo.move();
  return {
    sql,
    people,
    clients,
    caused: (work, first) => caused(sql, people, clients, work, first),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

let markers = 0;

async function caused(
  sql: Sql,
  { john, jane, sarah, omar }: Record<Name, User>,
  clients: Record<Name, LiveClient>,
  work: Work,
  first?: [Name, event: string],
) {
  for (const client of Object.values(clients)) client.forget();
  await work(sql);
  if (first) await clients[first[0]].until(first[1]);
  const title = `marker ${++markers}`;
  const rows = [[john, sarah], [jane, omar]].flatMap((pair) =>
    pair.map(({ id: recipient_id }) => ({
      user_id: pair[0].id,
      mentor_id: pair[1].id,
      recipient_id,
      title,
    }))
  );
  await insertNotifications(sql, john, sarah, rows);
  const events: [string, Sent[]][] = [];
  for (const [name, client] of Object.entries(clients)) {
    await client.until("new_meeting_notification", (payload) => payload.title === title);
    events.push([name, client.events.filter(({ payload }) => payload.title !== title)]);
  }
  return Object.fromEntries(events) as Record<Name, Sent[]>;
}

/** The events alone. */
export function names(events: Record<Name, Sent[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(events).map(([name, events]) => [name, events.map(({ event }) => event)]),
  );
}

export const nobody = { john: [], jane: [], sarah: [], omar: [] };
