/** Waiting for something to happen, with an end to patience that says what did not. */

/** What `promise` gives; rejects after `ms` with `what` was awaited and what `seen` says of it. */
export async function within<T>(
  ms: number,
  what: string,
  promise: Promise<T>,
  seen: () => string = () => "",
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms\n${seen()}`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets others wait for conditions that are looked at whenever `notify` is called. */
export class Condition {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const check of this.#waiting) check();
  }

  /** Resolves as soon as `holds`; rejects after 30 s. */
  async until(what: string, holds: () => boolean, seen?: () => string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => holds() && resolve();
    this.#waiting.add(check);
    check();
    await within(30_000, what, promise, seen).finally(() => this.#waiting.delete(check));
  }
}
