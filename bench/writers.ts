/** Inserts per second by 16 writers: as shipped, without triggers, and with the row in NOTIFY. */
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { type Figure, figure, median } from "./figures.ts";
import { openClient, type Stage } from "./stage.ts";
import { createCopies, insertRow, SHIPPED, WITH_NOTIFY, WITHOUT_TRIGGERS } from "./tables.ts";

const WRITERS = 16;
const ROUNDS = 3;
const ROUND_MS = 5_000;
const RECIPIENTS = 50;
const CONNECTED = 10;

export async function measureWriters(stage: Stage): Promise<Figure[]> {
  await createCopies(stage.sql);
  const writers = Array.from(
    { length: WRITERS },
    () => connect(stage.databaseUrl, { max: 1, name: "writer" }),
  );
  const listener = connect(stage.databaseUrl, { max: 1 });
  await listener.listen("bench", () => {});
  await using undo = new AsyncDisposableStack();
  let heard = 0;
  for (const person of stage.patients.slice(0, CONNECTED)) {
    undo.use(await openClient(stage, person, () => heard++));
  }
  const rates = new Map<string, number[]>();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const table of [SHIPPED, WITHOUT_TRIGGERS, WITH_NOTIFY]) {
        await stage.sql`checkpoint`;
        const rate = await write(stage, writers, table);
        rates.set(table, [...rates.get(table) ?? [], rate]);
      }
    }
    const due = await countDue(stage);
    const end = performance.now() + 30_000;
    while (heard < due && performance.now() < end) await new Promise((go) => setTimeout(go, 20));
    return summarise(rates, due, heard);
  } finally {
    for (const sql of [...writers, listener]) await disconnect(sql);
  }
}

/** All writers insert single rows for a while; resolves with rows per second. */
async function write(stage: Stage, writers: Sql[], table: string): Promise<number> {
  const begun = performance.now();
  const end = begun + ROUND_MS;
  let rows = 0;
  await Promise.all(writers.map(async (sql) => {
    while (performance.now() < end) {
      const number = rows++ % RECIPIENTS;
      await insertRow(sql, table, {
        user_id: stage.patients[number].id,
        mentor_id: stage.researchers[number].id,
        title: "Meeting Scheduled",
      });
    }
  }));
  return rows / ((performance.now() - begun) / 1000);
}

/** How many rows the connected have coming. */
async function countDue({ sql, patients }: Stage): Promise<number> {
  const connected = patients.slice(0, CONNECTED).map(({ id }) => id);
  const [{ due }] = await sql<{ due: number }[]>`
    select count(*)::int as due from meeting_notifications where recipient_id in ${sql(connected)}`;
  return due;
}

function summarise(rates: Map<string, number[]>, due: number, heard: number): Figure[] {
  const of = (table: string) => rates.get(table)!;
  const line = (what: string, table: string) =>
    figure(`${WRITERS} writers, ${what}`, "rows/s", {
      median: median(of(table)),
      ...Object.fromEntries(of(table).map((rate, round) => [`round ${round + 1}`, rate])),
    });
  const ratio = (table: string) => median(of(SHIPPED)) / median(of(table));
  return [
    line("as shipped", SHIPPED),
    line("the same table without triggers", WITHOUT_TRIGGERS),
    line("row JSON in NOTIFY", WITH_NOTIFY),
    figure("As shipped to the others", "ratio", {
      "without triggers": ratio(WITHOUT_TRIGGERS),
      "row JSON in NOTIFY": ratio(WITH_NOTIFY),
    }),
    figure(`Delivered to ${CONNECTED} connected of ${RECIPIENTS} recipients`, "rows", {
      due,
      heard,
    }),
  ];
}
