/** Turns at something scarce, shared fairly: who waits for several gets one in each round. */
import { Tally } from "./tally.ts";

type Start = (end: () => void) => void;

export class Turns<Key> {
  readonly #each: number;
  #free: number;
  readonly #waiting = new Map<Key, Start[]>();
  readonly #working = new Tally<Key>();

  /** `total` turns are taken at once at most, and `each` by one key. */
  constructor({ total, each }: { total: number; each: number }) {
    this.#free = total;
    this.#each = each;
  }

  /** Does `work` as soon as `key` has a turn, which lasts until it settles. */
  async take<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<() => void>();
    const own = this.#waiting.get(key) ?? [];
    own.push(resolve);
    this.#waiting.set(key, own);
    this.#start();
    const end = await promise;
    try {
      return await work();
    } finally {
      end();
      this.#free++;
      this.#start();
    }
  }

  /** Gives out the free turns; a key that goes on waiting moves behind the others. */
  #start(): void {
    for (const [key, own] of this.#waiting) {
      if (this.#free === 0) return;
      if (this.#working.of(key) >= this.#each) continue;
      const start = own.shift()!;
      this.#waiting.delete(key);
      if (own.length > 0) this.#waiting.set(key, own);
      this.#free--;
      start(this.#working.add(key));
    }
  }
}
