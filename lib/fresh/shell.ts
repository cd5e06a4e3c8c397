import { type ComponentChildren, type FunctionComponent, h } from "preact";
import type { Context } from "./context.ts";
import type { AnyPage, LayoutConfig, PageProps } from "./types.ts";

/** What goes around a page; `layouts` from the outermost to the innermost. */
export type Shell = { app: AnyPage | null; layouts: AnyPage[] };

/** `shell` without what `config` skips. */
export function narrow(shell: Shell, config: LayoutConfig): Shell {
  const app = config.skipAppWrapper ? null : shell.app;
  return { app, layouts: config.skipInheritedLayouts ? [] : shell.layouts };
}

/** `content` inside `shell`; the Response if an async layout answers with one. */
export async function wrap<State>(
  content: ComponentChildren,
  { app, layouts }: Shell,
  ctx: Context<State>,
): Promise<ComponentChildren | Response> {
  for (const component of app ? [...layouts.toReversed(), app] : layouts.toReversed()) {
    const inner = content;
    const outer = await element(component, ctx, () => inner);
    if (outer instanceof Response) return outer;
    content = outer;
  }
  return content;
}

const AsyncFunction = (async () => {}).constructor;

/** A component applied to what `ctx` knows. An `async function` runs at once, others later. */
export function element<State>(
  component: AnyPage,
  ctx: Context<State>,
  Component: FunctionComponent = () => null,
): ReturnType<AnyPage> {
  const { config, url, req, params, info, state, route, error, data } = ctx;
  const known = { config, url, req, params, info, state, route, error, data, Component };
  const props = known as PageProps<never, never>;
  if (component instanceof AsyncFunction) return component(props);
  return h(component as FunctionComponent<PageProps<never, never>>, props);
}
