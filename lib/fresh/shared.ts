/** What server and browser have in common. */
import type { ComponentChildren } from "preact";

declare const __FRESH_BUILD_ID__: string | undefined;

/** `buildId` is null before a build; `head` gathers what `Head` gets while a page renders. */
export const shared: { buildId: string | null; head: ComponentChildren[] | null } = {
  buildId: typeof __FRESH_BUILD_ID__ === "undefined" ? null : __FRESH_BUILD_ID__,
  head: null,
};

/** The query parameter that names the version of a static file. */
export const VERSION = "__frsh_c";

/** The comments around an island: `<!--fresh:0-->…<!--/fresh-->`. */
export const [ISLAND_START, ISLAND_END] = ["fresh:", "/fresh"];
