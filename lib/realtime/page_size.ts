/**
 * How much of the feed is read at once. A page that is too big or takes too long fails: then less is
 * read, and more again as pages succeed. Where even a single change fails, it is read without its
 * payload, to be skipped.
 */
export type Bounds = {
  /** The most changes. */
  limit: number;
  /** The most bytes of their rows, by estimate; one change is read in any case. */
  bytes: number;
  /** Whether payloads are left out. */
  isBare: boolean;
};

export const MOST_BYTES = 2 ** 22;
const SHRINKS_TO = 0.1;
const GROWS_TO = 2;
const SINGLE_TRIES = 2;

export class PageSize {
  readonly #most: number;
  #limit: number;
  /** In a row, with a single change. */
  #failures = 0;

  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
  }

  get bounds(): Bounds {
    return {
      limit: this.#limit,
      bytes: Math.ceil(MOST_BYTES * this.#limit / this.#most),
      isBare: this.#failures >= SINGLE_TRIES,
    };
  }

  succeeded(): void {
    this.#failures = 0;
    this.#limit = Math.min(this.#limit * GROWS_TO, this.#most);
  }

  /** Returns whether less can be read; if not, it is not for the sake of a row that nothing can be. */
  failed(): boolean {
    if (this.#limit > 1) {
      this.#limit = Math.ceil(this.#limit * SHRINKS_TO);
      return true;
    }
    if (this.#failures++ < SINGLE_TRIES) return true;
    this.#failures = 0;
    return false;
  }
}
