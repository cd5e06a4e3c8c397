import { type Background, repeat } from "../background.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { prune } from "./change_feed.ts";

const EVERY_MS = 60_000;
/** How long an offset can be honoured. */
const RETENTION = "24 hours";

/** Deletes old changes and other expired rows, every minute in the background. */
export function startHousekeeping(sql: Sql, log: Log): Background {
  return repeat(EVERY_MS, () => prune(sql, RETENTION), log, "housekeeping failed, trying again");
}
