/** Writes island props as JavaScript. All text goes through `quote`: none can end the script. */
import { isValidElement } from "preact";

/** The expression for `value`. Throws an error that begins with `path` for what cannot be sent. */
export function serialize(value: unknown, path: string, parents: object[] = []): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value == null || ["number", "boolean"].includes(typeof value)) return `${value}`;
  if (typeof value !== "object") throw refusal(path, `a ${typeof value}`);
  if (parents.includes(value)) throw refusal(path, "a circular reference");
  const within = [...parents, value];
  return serializeObject(value, path, (inner, key) => serialize(inner, `${path}.${key}`, within));
}

function serializeObject(
  value: object,
  path: string,
  inner: (value: unknown, key: string | number) => string,
): string {
  const list = (items: Iterable<unknown>) => `[${Array.from(items, inner).join()}]`;
  if (Array.isArray(value)) return list(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof URL) return `new URL(${quote(value.href)})`;
  if (value instanceof Set) return `new Set(${list(value)})`;
  if (value instanceof Map) return `new Map(${list(value)})`;
  if (isValidElement(value)) throw refusal(path, "JSX");
  const type = Object.getPrototypeOf(value)?.constructor ?? Object;
  if (type !== Object) throw refusal(path, `an instance of ${type.name}`);
  // Brackets, because a plain "__proto__" would set the prototype.
  return `{${Object.entries(value).map(([key, v]) => `[${quote(key)}]:${inner(v, key)}`).join()}}`;
}

function quote(text: string): string {
  return JSON.stringify(text).replaceAll("<", "\\u003c");
}

function refusal(path: string, what: string): Error {
  return new Error(`${path} is ${what}, which cannot be sent to the browser`);
}
