import { IS_BROWSER } from "fresh/runtime";

/**
 * The attribute that sets the first value of an input or textarea. In the browser `value` would
 * overwrite what was typed; on the server `defaultValue` has no effect.
 */
export function initially(value = ""): { defaultValue: string } | { value: string } {
  return IS_BROWSER ? { defaultValue: value } : { value };
}
