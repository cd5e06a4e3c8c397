/** The address of the page as state: to be shared, to be reloaded, to go back to. */
import { useEffect, useState } from "preact/hooks";

/** How a page that is made in the browser gets into the history: as one of its own or not. */
export type Step = "push" | "replace";

type Query = Record<string, string>;

/**
 * The query of the address, and a function that goes to another one. `first` is what the server
 * found there; `read` and `write` take a query from an address and put it into one.
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

/** Has `visit` done instead of what a link does, unless somebody wants it in another tab. */
export function follow(event: MouseEvent, visit: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  visit();
}
