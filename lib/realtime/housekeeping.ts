import { type Background, repeat } from "../background.ts";
import type { LimitedConnection } from "../db/limited.ts";
import type { Log } from "../log.ts";
import { prune } from "./change_feed.ts";

const EVERY_MS = 60_000;
/** How long an offset can be honoured. */
const RETENTION = "24 hours";

/** Deletes old changes and other expired rows, every minute in the background. */
export function startHousekeeping(connection: LimitedConnection, log: Log): Background {
  const work = () => connection.ask((sql) => prune(sql, RETENTION));
  return repeat(EVERY_MS, work, log, "housekeeping failed, trying again");
}
