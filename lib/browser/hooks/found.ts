/** What a search finds, while what is looked for changes. */
import { useEffect, useState } from "preact/hooks";
import { wordsOf } from "../api/http.ts";

/** An answer, and what it answers. */
export type Found<Q, T> = { query: Q; page: T };

/**
 * The newest answer of `find`, which is asked again whenever `query` is another. Until it answers,
 * `busy` is true and `found` the answer before; when it fails, `problem` says why and `retry` asks
 * once more.
 */
export function useFound<Q, T>(
  first: Found<Q, T>,
  query: Q,
  find: (query: Q, signal: AbortSignal) => Promise<T>,
) {
  const [found, setFound] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [attempts, setAttempts] = useState(0);
  const wanted = JSON.stringify(query);
  useEffect(() => {
    const running = new AbortController();
    const ask = async () => {
      try {
        const page = await find(query, running.signal);
        if (!running.signal.aborted) setFound({ query, page });
      } catch (error) {
        if (!running.signal.aborted) setProblem(wordsOf(error));
      }
      if (!running.signal.aborted) setBusy(false);
    };
    const isNew = wanted !== JSON.stringify(found.query);
    setProblem(undefined);
    setBusy(isNew);
    if (isNew) void ask();
    return () => running.abort();
  }, [wanted, attempts]);
  return { found, busy, problem, retry: () => setAttempts(attempts + 1) };
}
