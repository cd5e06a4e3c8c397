import { type ComponentChildren, type FunctionComponent, h } from "preact";
import type { Context } from "./context.ts";
import type { AnyPage, LayoutConfig } from "./types.ts";

/** What goes around a page; `layouts` from the outermost to the innermost. */
export type Shell = { app: AnyPage | null; layouts: AnyPage[] };

/** `shell` without what `config` skips. */
export function narrow(shell: Shell, config: LayoutConfig): Shell {
  const app = config.skipAppWrapper ? null : shell.app;
  return { app, layouts: config.skipInheritedLayouts ? [] : shell.layouts };
}

/** `content` inside `shell`; the Response if an async layout answers with one. */
export async function wrap(content: ComponentChildren, shell: Shell, ctx: Context<unknown>) {
  const around = shell.layouts.toReversed();
  for (const component of shell.app ? [...around, shell.app] : around) {
    const outer = await element(component, ctx, content);
    if (outer instanceof Response) return outer;
    content = outer;
  }
  return content;
}

const AsyncFunction = (async () => {}).constructor;

/** A component applied to what `ctx` knows. An `async function` runs at once, others later. */
export function element(page: AnyPage, ctx: Context<unknown>, inner: ComponentChildren = null) {
  const Component = () => inner;
  const { config, url, req, params, info, route, error } = ctx;
  const [state, data] = [ctx.state as never, ctx.data as never];
  const props = { config, url, req, params, info, state, route, error, data, Component };
  if (page instanceof AsyncFunction) return page(props);
  return h(page as FunctionComponent<typeof props>, props);
}
