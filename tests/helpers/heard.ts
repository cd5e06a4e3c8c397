/** What was heard, in order, and ways to wait for what is to come. */

const PATIENCE_MS = 30_000;

export class Heard<T> {
  readonly all: T[] = [];
  #waiting = new Set<() => void>();

  add(...items: T[]): void {
    this.all.push(...items);
    for (const look of this.#waiting) look();
  }

  /** The first item, past or to come, that passes `test`. Throws where none does for 30 s. */
  async until(what: string, test: (item: T) => boolean): Promise<T> {
    let next = 0;
    const find = () => {
      while (next < this.all.length) {
        const item = this.all[next++];
        if (test(item)) return item;
      }
    };
    const found = find();
    if (found !== undefined) return found;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const look = () => {
      const item = find();
      if (item !== undefined) resolve(item);
    };
    const timer = setTimeout(
      () => reject(new Error(`not heard: ${what}; ${this.all.length} others`)),
      PATIENCE_MS,
    );
    this.#waiting.add(look);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }
}

/** Waits for what gives no signal. Throws where `test` does not come true for 30 s. */
export async function eventually(
  what: string,
  test: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!await test()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
