import { isValidElement } from "preact";

/** `value` in JavaScript. Throws an error that begins with `path` for what cannot be sent. */
export function serialize(value: unknown, path: string, parents: object[] = []): string {
  const refuse = (what: string) => {
    throw new Error(`${path} is ${what}, which cannot be sent to the browser`);
  };
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value == null || ["number", "boolean"].includes(typeof value)) return `${value}`;
  if (typeof value !== "object") return refuse(`a ${typeof value}`);
  if (parents.includes(value)) return refuse("a circular reference");
  if (isValidElement(value)) return refuse("JSX");
  const within = [...parents, value];
  const inner = (item: unknown, key: number | string) => serialize(item, `${path}.${key}`, within);
  return serializeObject(value, inner) ?? refuse(`an instance of ${value.constructor.name}`);
}

function serializeObject(value: object, inner: (item: unknown, key: number | string) => string) {
  const list = (items: Iterable<unknown>) => `[${Array.from(items, inner).join()}]`;
  if (Array.isArray(value)) return list(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof URL) return `new URL(${quote(value.href)})`;
  if (value instanceof Set) return `new Set(${list(value)})`;
  if (value instanceof Map) return `new Map(${list(value)})`;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return null;
  // Brackets, because a plain "__proto__" would set the prototype.
  return `{${Object.entries(value).map(([key, v]) => `[${quote(key)}]:${inner(v, key)}`).join()}}`;
}

/** Without `<`, no text can end the script that it is in. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("<", "\\u003c");
}
