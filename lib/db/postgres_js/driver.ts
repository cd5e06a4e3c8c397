/**
 * The driver, postgres.js 3.4.9, with a repair. (transactions.ts has another.) It collects small writes
 * and sends them from an immediate, its function `nextWrite`. If the connection closes in between, it
 * clears the immediate but still takes it for scheduled, and never writes again: each reconnect times
 * out. So this function, and no other, is scheduled here, at most once at a time and never shown to the
 * driver as a handle. Remove this when its test passes without it.
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
      // There is nothing to write, or no connection, which has rejected what waits for it.
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

export default postgres;
