type Entry<T> = { pattern: string; value: T; expression: RegExp };

/** A table from patterns to values. It knows `:name`, `/:name*` and `{/:name}?`. */
export class Router<T> {
  readonly #fixed = new Map<string, Entry<T>>();
  readonly #patterns = new Map<string, Entry<T>>();

  /** The value at `pattern`, made by `create` at its first use. */
  at(pattern: string, create: () => T): T {
    const table = /[:*]/.test(pattern) ? this.#patterns : this.#fixed;
    const entry = table.get(pattern) ?? { pattern, value: create(), expression: compile(pattern) };
    table.set(pattern, entry);
    return entry.value;
  }

  /** The entry of `path`: fixed ones first, then patterns in the order they were added. */
  find(path: string): Entry<T> & { params: Record<string, string> } | null {
    const otherSlash = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    const fixed = this.#fixed.get(path) ?? this.#fixed.get(otherSlash);
    if (fixed) return { ...fixed, params: {} };
    if (decode(path) === null) return null;
    for (const entry of this.#patterns.values()) {
      const match = entry.expression.exec(path);
      if (!match) continue;
      const given = Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined);
      return { ...entry, params: Object.fromEntries(given.map(([k, v]) => [k, decode(v)!])) };
    }
    return null;
  }
}

/** `text` without its percent-encoding, null if that is malformed. */
export function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function compile(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^$()|[\]\\]/g, "\\$&")
    .replace(/\{\/:(\w+)\}\?/g, "(?:/(?<$1>[^/]+))?")
    .replace(/\/:(\w+)\*/g, "(?:/(?<$1>[^/]+(?:/[^/]+)*))?")
    .replace(/:([a-z_]\w*)/gi, "(?<$1>[^/]+?)");
  return new RegExp(`^${source}$`);
}
