/** Turns at hashing passwords, which takes time and memory: few at once, and few who wait. */
import { AppError } from "../../contract/errors.ts";

/** Waits for a turn, then does the work. Throws `unavailable` where too many are waiting. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Turns for `atOnce` works at once and `waiting` more, refused beyond that with `refusal`. */
export function createTurns(
  { atOnce, waiting: most, refusal }: { atOnce: number; waiting: number; refusal: string },
): Turns {
  let active = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (active < atOnce) active++;
    else if (waiting.length < most) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else throw new AppError("unavailable", refusal, { retryAfter: 5 });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else active--;
    }
  };
}
