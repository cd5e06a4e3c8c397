/** The log: one JSON object per line on standard error, without secrets. */
import pino, { type Logger } from "pino";

export type Log = Logger;

/** Properties whose values never reach the log, at the top of an entry or up to two objects down. */
const SECRETS = ["password", "token", "secret", "authorization", "cookie", '["set-cookie"]'];
const DEPTHS = ["", "*", "*.*"];

/**
 * A log that writes entries of `level` and graver, at once and in order. A reader that went away
 * (`2>&1 | head`) does not stop the program.
 */
export function createLog(level: string, fileDescriptor = 2): Log {
  const destination = pino.destination({ dest: fileDescriptor, sync: true });
  destination.on("error", () => {});
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap(pathsOf), censor: "[hidden]" },
  }, destination);
}

function pathsOf(name: string): string[] {
  return DEPTHS.map((depth) =>
    depth === "" || name.startsWith("[") ? depth + name : `${depth}.${name}`
  );
}
