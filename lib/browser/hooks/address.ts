/** The address of the page as state: it can be shared, reloaded and gone back to. */
import { useEffect, useState } from "preact/hooks";

/** Whether an address becomes an entry of its own in the history, or replaces the present one. */
export type Step = "push" | "replace";

type Query = Record<string, string>;

/**
 * The query of the address, and a function that goes to another one. `first` is the query that the
 * server read; `read` parses the parameters of an address, and `write` formats an address.
 */
export function useQuery<T extends Query>(
  first: T,
  read: (params: URLSearchParams) => T,
  write: (query: T) => string,
): [query: T, go: (next: T, step?: Step) => void] {
  const [query, setQuery] = useState(first);
  useEffect(() => {
    const back = () => setQuery(read(new URLSearchParams(location.search)));
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = (next: T, step: Step = "push") => {
    history[`${step}State`](null, "", write(next));
    setQuery(next);
  };
  return [query, go];
}

/** Calls `visit` in place of following a link, unless the click opens it in another tab. */
export function follow(event: MouseEvent, visit: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  visit();
}
