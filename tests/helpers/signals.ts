/** Waiting for something to happen, with an end to patience that says what did not. */

const PATIENCE_MS = 30_000;

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
    await within(PATIENCE_MS, what, promise, seen).finally(() => this.#waiting.delete(check));
  }
}

/** Items in the order in which they came, and a way to wait for those to come. */
export class Recording<T> {
  readonly all: T[] = [];
  readonly #changed = new Condition();

  add(...items: T[]): void {
    this.all.push(...items);
    this.#changed.notify();
  }

  /** The first item, past or to come, that passes `test`; rejects after 30 s. */
  async until(what: string, test: (item: T) => boolean): Promise<T> {
    let [next, found]: [number, T | undefined] = [0, undefined];
    const holds = () => {
      while (found === undefined && next < this.all.length) {
        const item = this.all[next++];
        if (test(item)) found = item;
      }
      return found !== undefined;
    };
    await this.#changed.until(what, holds, () => `${this.all.length} others came`);
    return found!;
  }
}

/** Waits for what gives no signal; rejects after 30 s. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
