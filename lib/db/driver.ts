/**
 * The driver, postgres.js 3.4.9, with two repairs for the moment in which a connection is lost. A third
 * is in transactions.ts. Each has its test; remove what the driver has mended.
 *
 * 1. It collects small writes and sends them from an immediate, its function `nextWrite`. If the
 *    connection closes in between, it clears the immediate but still takes it for scheduled, and never
 *    writes again: each reconnect times out. So this function, and no other, is scheduled here, at most
 *    once at a time and never shown to the driver as a handle.
 * 2. It asks for the array types on each new connection, and where that one is lost meanwhile nobody
 *    takes the rejection, which would end the process. The query behind it is rejected as well.
 */
import { setImmediate as schedule } from "node:timers";
import postgres from "postgres";

type Callback = (...args: unknown[]) => void;

const scheduled = new WeakSet<Callback>();

function scheduleWrite(write: Callback): null {
  if (scheduled.has(write)) return null;
  scheduled.add(write);
  schedule(() => {
    scheduled.delete(write);
    try {
      write();
    } catch {
      // Nothing left to write, or no connection; whoever waits for it has been told.
    }
  });
  return null;
}

const setImmediate = new Proxy(schedule, {
  apply(target, self, [callback, ...args]: [Callback, ...unknown[]]) {
    if (callback?.name === "nextWrite") return scheduleWrite(callback);
    return Reflect.apply(target, self, [callback, ...args]);
  },
});
Object.assign(globalThis, { setImmediate });

globalThis.addEventListener("unhandledrejection", (event) => {
  if (isTypesQuery(event.reason)) event.preventDefault();
});

function isTypesQuery(error: unknown): boolean {
  if (!(error instanceof Error) || !("query" in error)) return false;
  return String(error.query).includes("select b.oid, b.typarray");
}

export default postgres;
