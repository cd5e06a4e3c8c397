/** Notices that a hub does nothing any more, whatever the reason is. */
import { StartError } from "../db/errors.ts";

const CHECKS = 10;

/** Whose `tries` grow with each poll and each attempt to connect. */
type Watched = { readonly tries: number };

export type Watchdog = { failed: Promise<StartError>; stop(): void };

/**
 * `failed` resolves once `hub` has tried nothing for `mostIdleMs`: then the process has to end. It
 * counts checks rather than time, since nothing is tried while the process is suspended.
 */
export function watchHub(hub: Watched, mostIdleMs: number): Watchdog {
  const { promise: failed, resolve } = Promise.withResolvers<StartError>();
  let [before, idleChecks] = [hub.tries, 0];
  const timer = setInterval(() => {
    idleChecks = hub.tries === before ? idleChecks + 1 : 0;
    before = hub.tries;
    if (idleChecks < CHECKS) return;
    clearInterval(timer);
    resolve(
      new StartError(
        `The hub has neither polled nor tried to connect for ${mostIdleMs / 1000} s`,
        "This process ends. Start it again, or let its supervisor do that.",
      ),
    );
  }, mostIdleMs / CHECKS);
  return { failed, stop: () => clearInterval(timer) };
}
