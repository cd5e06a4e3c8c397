/** 100,000 rows in one statement: how long to the last one in the client. */
import { type Figure, figure } from "./figures.ts";
import { openClient, type Stage } from "./stage.ts";

const ROWS = 100_000;

export async function measureBulk(stage: Stage): Promise<Figure[]> {
  return [await insertMany(stage, 1), await insertMany(stage, 50)];
}

/** For `recipients` people in turn; one client per person. */
async function insertMany(stage: Stage, recipients: number): Promise<Figure> {
  const { sql, patients, researchers: [mentor] } = stage;
  const people = patients.slice(0, recipients);
  await using undo = new AsyncDisposableStack();
  const times = { first: 0, last: 0 };
  let heard = 0;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  for (const person of people) {
    undo.use(
      await openClient(stage, person, () => {
        times.first ||= performance.now();
        times.last = performance.now();
        if (++heard === ROWS) resolve();
      }),
    );
  }
  const begun = performance.now();
  await sql`
    insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
    select (${people.map(({ id }) => id)}::int[])[1 + n % ${recipients}::int], ${mentor.id},
      'meeting_scheduled', 'Meeting Scheduled', 'row ' || n
    from generate_series(1, ${ROWS}::int) n`;
  const confirmed = performance.now();
  await all;
  return figure(
    `${ROWS} rows in one statement, ${recipients} connected recipient${recipients > 1 ? "s" : ""}`,
    "ms",
    {
      "insert confirmed": confirmed - begun,
      "first event": times.first - begun,
      "last event": times.last - begun,
      "last event after the insert": times.last - confirmed,
    },
  );
}
