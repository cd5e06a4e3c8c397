/** Clocks of a page that somebody is watching closely. */
import { useEffect, useState } from "preact/hooks";

/**
 * The time in milliseconds: `first` in the first render, and then renewed every ten seconds, or each
 * second while `isClose` says so of the last one.
 */
export function useTime(first: number, isClose: (now: number) => boolean): number {
  const [now, setNow] = useState(first);
  const pause = isClose(now) ? 1_000 : 10_000;
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), pause);
    return () => clearInterval(timer);
  }, [pause]);
  return now;
}
