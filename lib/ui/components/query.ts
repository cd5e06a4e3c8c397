/** What stands after the `?` of a page's address, the same on the server and in the browser. */

export type Query = Record<string, string>;

/** `/experts` with `{search: "lung", page: ""}` → `/experts?search=lung`: the empty is left out. */
export function pathWith(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The values of the names in `preset`; those of `preset` where the address has none. */
export function queryOf<T extends Query>(params: URLSearchParams, preset: T): T {
  const values = Object.entries(preset).map(([name, value]) => [name, params.get(name) ?? value]);
  return Object.fromEntries(values) as T;
}
