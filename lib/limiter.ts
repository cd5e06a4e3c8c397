/** Limits on calls, counted in memory: each process has its own. */
import { AppError } from "./contract/errors.ts";

type Count = { calls: number; endsAt: number };

/** Counts a call of `key`, or throws `rate_limited`. */
type Limiter = (key: string) => void;

/** Allows each key `most` calls in a window of `seconds`, which its first call opens. */
export function createLimiter(
  most: number,
  seconds: number,
  now = () => performance.now(),
): Limiter {
  const counts = new Map<string, Count>();
  return (key) => {
    const time = now();
    forgetEnded(counts, time);
    const count = counts.get(key) ?? { calls: 0, endsAt: time + seconds * 1000 };
    counts.set(key, count);
    count.calls++;
    if (count.calls <= most) return;
    const retryAfter = Math.max(1, Math.ceil((count.endsAt - time) / 1000));
    throw new AppError("rate_limited", `At most ${most} calls in ${seconds} seconds`, {
      retryAfter,
    });
  };
}

/** Windows stand in the order in which they end. */
function forgetEnded(counts: Map<string, Count>, time: number): void {
  for (const [key, { endsAt }] of counts) {
    if (endsAt > time) return;
    counts.delete(key);
  }
}
