/** Hooks that many islands use. */
import type { ReadonlySignal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/**
 * The value of `live`, which starts with the `first` that the page came with. The server renders
 * `first` and stores nothing: its modules are shared by all requests.
 */
export function useCount<T>(
  live: ReadonlySignal<T | null>,
  seed: (first: T) => void,
  first: T,
): T {
  useState(() => IS_BROWSER && seed(first));
  return IS_BROWSER ? live.value ?? first : first;
}

/**
 * The time in milliseconds, renewed as often as `pauseAt` has it for the latest one, every half
 * minute unless given; undefined in the first render.
 */
export function useNow(
  pauseAt: (now: number | undefined) => number = () => 30_000,
): number | undefined {
  const [now, setNow] = useState<number>();
  const pause = pauseAt(now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), pause);
    return () => clearInterval(timer);
  }, [pause]);
  return now;
}

/**
 * Runs one piece of work at a time: while it runs, `busy` is true and further calls do nothing,
 * those of a double click included.
 */
export function useBusy(): [busy: boolean, run: (work: () => Promise<void>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [busy, run];
}

/**
 * The component that `load` imports once it is `wanted`; null until then. `otherwise` is called where
 * the import fails.
 */
export function useLazy<P>(
  wanted: boolean,
  load: () => Promise<{ default: ComponentType<P> }>,
  otherwise: () => void = () => {},
): ComponentType<P> | null {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<P> } | null>(null);
  useEffect(() => {
    if (!wanted || loaded) return;
    load().then(({ default: Component }) => setLoaded({ Component }), otherwise);
  }, [wanted]);
  return loaded && wanted ? loaded.Component : null;
}
