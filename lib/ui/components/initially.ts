import { IS_BROWSER } from "fresh/runtime";

/**
 * The attribute that gives an input or textarea its first value and leaves it alone afterwards:
 * in the browser `value` would take back what was typed, on the server `defaultValue` is nothing.
 */
export function initially(value = ""): { defaultValue: string } | { value: string } {
  return IS_BROWSER ? { defaultValue: value } : { value };
}
