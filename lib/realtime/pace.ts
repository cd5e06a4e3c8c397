/**
 * How many commits come. NOTIFY costs each writer a lock at commit, while polling every few
 * milliseconds costs the hub and delays its deliveries. So the pace decides which it is.
 */
const WINDOW_MS = 250;
const BUSY = 100; // commits within a window
const CALM = 40;

export class Pace {
  #since = 0;
  #current = 0;
  #before = 0;

  /** Counts the commits that a poll found at `now` (milliseconds). */
  count(commits: number, now: number): void {
    const passed = now - this.#since;
    if (passed > WINDOW_MS) {
      this.#before = passed > 2 * WINDOW_MS ? 0 : this.#current;
      this.#current = 0;
      this.#since = now;
    }
    this.#current += commits;
  }

  get isBusy(): boolean {
    return this.#current >= BUSY;
  }

  get isCalm(): boolean {
    return this.#before < CALM && this.#current < CALM;
  }
}
