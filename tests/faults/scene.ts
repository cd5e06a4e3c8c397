/**
 * Two people, three open clients, and a writer under way. `finish` is the oracle of all tests here:
 * each client shows exactly the committed rows of its person.
 */
import assert from "node:assert/strict";
import type { User } from "../../lib/contract/users.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { tokenOf } from "../helpers/auth.ts";
import { Watcher } from "./watcher.ts";
import { type Pair, Writer } from "./writer.ts";

export type Scene = AsyncDisposable & {
  pair: Pair;
  /** Two of the patient, one of the researcher. */
  watchers: Watcher[];
  writer: Writer;
  /** Resolves when each client has been shown another `count` rows. */
  more(count: number): Promise<void>;
  /** Stops the writer and fails unless every client ends with every row, and nothing else. */
  finish(): Promise<void>;
};

/** Opens clients at `urls` (in turn) for people in the database, and starts to write. */
export async function setScene(databaseUrl: string, ...urls: string[]): Promise<Scene> {
  const { pair, tokens } = await signIn(databaseUrl);
  const { patient, researcher } = pair;
  const people = [patient, patient, researcher];
  const watchers = people.map((user, index) =>
    new Watcher(urls[index % urls.length], tokens.get(user)!)
  );
  await Promise.all(watchers.map((watcher) => watcher.ready()));
  const writer = new Writer(databaseUrl, pair);
  const more = async (count: number) => {
    await Promise.all(watchers.map((watcher) => watcher.more(count)));
  };
  const dispose = async () => {
    await writer.stop();
    for (const watcher of watchers) watcher.close();
  };
  const finish = async () => {
    await writer.stop();
    const rows = await readRows(databaseUrl, pair);
    for (const [index, watcher] of watchers.entries()) {
      await compare(watcher, rows.get(people[index])!);
    }
    requireAll(writer.confirmed, [...rows.values()]);
    report(writer, watchers);
  };
  return { pair, watchers, writer, more, finish, [Symbol.asyncDispose]: dispose };
}

async function signIn(databaseUrl: string) {
  const sql = connect(databaseUrl, { max: 1 });
  try {
    const pair = { patient: await patient(sql), researcher: await researcher(sql) };
    const tokens = new Map<User, string>();
    for (const user of [pair.patient, pair.researcher]) {
      tokens.set(user, await tokenOf(sql, user));
    }
    return { pair, tokens };
  } finally {
    await disconnect(sql);
  }
}

/** The committed rows of each, after a last one that all wait for. */
async function readRows(databaseUrl: string, { patient, researcher }: Pair) {
  const sql = connect(databaseUrl, { max: 1 });
  const [user_id, mentor_id] = [patient.id, researcher.id];
  const rows = new Map<User, { id: number; message: string }[]>();
  try {
    for (const user of [patient, researcher]) {
      await sql`select send_meeting_notification(user_id => ${user_id}, mentor_id => ${mentor_id},
        notification_type => 'note', title => 'A row', message => 'the last',
        recipient_id => ${user.id})`;
      const found = await sql<{ id: number; message: string }[]>`
        select id, message from meeting_notifications where recipient_id = ${user.id} order by id`;
      rows.set(user, [...found]);
    }
  } finally {
    await disconnect(sql);
  }
  return rows;
}

async function compare(watcher: Watcher, rows: { id: number; message: string }[]): Promise<void> {
  await watcher.shows(rows.at(-1)!.id);
  const shown = [...watcher.screen].map(([id, message]) => ({ id, message }));
  assert.deepEqual(shown.sort((a, b) => a.id - b.id), rows);
  assert.equal(watcher.unread, rows.length);
}

function requireAll(
  confirmed: Map<number, string>,
  committed: { id: number; message: string }[][],
): void {
  const kept = new Map(committed.flat().map(({ id, message }) => [id, message]));
  for (const [id, message] of confirmed) assert.equal(kept.get(id), message, `row ${id}`);
}

function report({ confirmed, failures }: Writer, watchers: Watcher[]): void {
  const list = (numbers: number[]) => numbers.join(" + ");
  console.log(
    `${confirmed.size} rows confirmed, ${failures} failed writes; clients: ${
      list(watchers.map(({ connections }) => connections))
    } connections, ${list(watchers.map(({ repeated }) => repeated))} rows repeated on the wire, ${
      list(watchers.map(({ resyncs }) => resyncs))
    } resyncs`,
  );
}
