import { type ComponentChildren, type FunctionComponent, h } from "preact";
import type { AnyPage, LayoutConfig, Scope } from "./pages.ts";

/** What goes around a page; `layouts` from the outermost to the innermost. */
export type Shell = { app: AnyPage | null; layouts: AnyPage[] };

/** `shell` without what `config` skips. */
export function narrow(shell: Shell, config: LayoutConfig): Shell {
  const app = config.skipAppWrapper ? null : shell.app;
  return { app, layouts: config.skipInheritedLayouts ? [] : shell.layouts };
}

/** `content` inside `shell`; the Response if an async layout answers with one. */
export async function wrap(content: ComponentChildren, shell: Shell, scope: Scope) {
  const around = shell.layouts.toReversed();
  for (const component of shell.app ? [...around, shell.app] : around) {
    const outer = await element(component, scope, content);
    if (outer instanceof Response) return outer;
    content = outer;
  }
  return content;
}

const AsyncFunction = (async () => {}).constructor;

/** A component applied to what it is given. An `async function` runs at once, others later. */
export function element(page: AnyPage, scope: Scope, inner: ComponentChildren = null) {
  const Component = () => inner;
  const { url, req, params, info, state, route, error, data } = scope;
  const props = { url, req, params, info, state, route, error, data, Component };
  if (page instanceof AsyncFunction) return page(props as never);
  return h(page as FunctionComponent<typeof props>, props);
}
