type Entry<T> = { pattern: string; value: T; expression: RegExp };
type Found<T> = { pattern: string; value: T; params: Record<string, string> };

/** A table from patterns to values. It knows `:name`, `/:name*`, `{/:name}?` and `*`. */
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

  /** Looks `pathname` up: fixed paths first, then patterns in the order they were added. */
  find(pathname: string): Found<T> | null {
    const otherSlash = pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
    const fixed = this.#fixed.get(pathname) ?? this.#fixed.get(otherSlash);
    if (fixed) return { ...fixed, params: {} };
    if (decode(pathname) === null) return null;
    for (const entry of this.#patterns.values()) {
      const match = entry.expression.exec(pathname);
      if (match) return { ...entry, params: paramsOf(match) };
    }
    return null;
  }
}

function paramsOf({ groups = {} }: RegExpExecArray): Record<string, string> {
  const given = Object.entries(groups).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, decodeURIComponent(value)]));
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
    .replace(/(?<!\w)\*/g, ".*")
    .replace(/\{\/:(\w+)\}\?/g, "(?:/(?<$1>[^/]+))?")
    .replace(/\/:(\w+)\*/g, "(?:/(?<$1>[^/]+(?:/[^/]+)*))?")
    .replace(/:([a-z_]\w*)/gi, "(?<$1>[^/]+?)");
  return new RegExp(`^${source}$`);
}
