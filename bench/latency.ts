/**
 * From just before a single INSERT is sent to the event in a client, and beside it, alternating with
 * it, to a bare LISTEN that gets the same row as JSON.
 */
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { type Figure, figure, latencies, median } from "./figures.ts";
import { openClient, type Stage } from "./stage.ts";
import { createCopies, insertRow, SHIPPED, WITH_NOTIFY } from "./tables.ts";

const SAMPLES = 300;
const IDLE_MS = 30;
const STEADY_MS = 5;

/** Of one road a row can take. */
type Road = { table: string; sql: Sql; arrived: Map<string, number> };

export async function measureLatency(stage: Stage): Promise<Figure[]> {
  await createCopies(stage.sql);
  const [user] = stage.patients;
  const socket = openRoad(stage, SHIPPED);
  const listen = openRoad(stage, WITH_NOTIFY);
  const listener = connect(stage.databaseUrl, { max: 1 });
  using _client = await openClient(stage, user, ({ title }) => arrive(socket, title));
  await listener.listen("bench", (text) => arrive(listen, JSON.parse(text).title));
  try {
    await sample(stage, [socket, listen], "warm", 50, IDLE_MS);
    return [
      ...compare("idle", await sample(stage, [socket, listen], "idle", SAMPLES, IDLE_MS)),
      ...compare("200/s", await sample(stage, [socket, listen], "steady", SAMPLES, STEADY_MS)),
    ];
  } finally {
    for (const sql of [listener, socket.sql, listen.sql]) await disconnect(sql);
  }
}

function openRoad({ databaseUrl }: Stage, table: string): Road {
  return { table, sql: connect(databaseUrl, { max: 1, name: "writer" }), arrived: new Map() };
}

function arrive({ arrived }: Road, title: string): void {
  arrived.set(title, performance.now());
}

/** Every `pace` milliseconds a row on each road; resolves with the latencies of each. */
async function sample(
  { patients: [user], researchers: [mentor] }: Stage,
  roads: Road[],
  name: string,
  count: number,
  pace: number,
): Promise<number[][]> {
  const sent = roads.map(() => new Map<string, number>());
  const inserts: Promise<void>[] = [];
  const begun = performance.now();
  for (let turn = 0; turn < count * roads.length; turn++) {
    await pause(begun + turn * pace / roads.length);
    const road = turn % roads.length;
    const title = `${name} ${turn}`;
    sent[road].set(title, performance.now());
    const row = { user_id: user.id, mentor_id: mentor.id, title };
    inserts.push(insertRow(roads[road].sql, roads[road].table, row));
  }
  await Promise.all(inserts);
  while (
    roads.some(({ arrived }, road) => [...sent[road].keys()].some((key) => !arrived.has(key)))
  ) {
    await pause(performance.now() + 5);
  }
  return roads.map(({ arrived }, road) =>
    [...sent[road]].map(([title, at]) => arrived.get(title)! - at)
  );
}

function compare(pace: string, [socket, listen]: number[][]): Figure[] {
  return [
    latencies(`SQL insert to socket event, ${pace}`, socket),
    latencies(`SQL insert to bare LISTEN, ${pace}`, listen),
    figure(`Socket event to bare LISTEN, ${pace}`, "ratio", {
      median: median(socket) / median(listen),
    }),
  ];
}

async function pause(until: number): Promise<void> {
  const ms = until - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
