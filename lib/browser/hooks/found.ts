/** The results of a search whose query changes. */
import { useEffect, useState } from "preact/hooks";
import { wordsOf } from "../api/http.ts";

/** A query and its answer. */
export type Found<Q, T> = { query: Q; page: T };

/**
 * The answer of `find`, which is called again whenever `query` changes. Until it answers, `busy` is
 * true and `found` is the answer before; when it fails, `problem` has the reason, and `retry` calls
 * it once more.
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
