/** The shapes that routes, layouts and middlewares are written in, and the helpers for them. */
import type { FunctionComponent } from "preact";
import type { Context } from "./context.ts";
import type { Rendered, Soon } from "./pages.ts";

type Method = "HEAD" | "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
/** What a handler returns to have its page rendered with `data`. Made by `page()`. */
export type PageResponse<T> = { data: T; headers?: HeadersInit; status?: number };

export type MiddlewareFn<State> = (ctx: Context<State>) => Soon<Response>;
export type Middleware<State> = MiddlewareFn<State> | MiddlewareFn<State>[];

export type HandlerFn<Data, State> = (ctx: Context<State>) => Soon<Response | PageResponse<Data>>;
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

/** The data that the handlers `H` of a route may give to its page. */
export type RouteData<H> = H extends (...args: never[]) => infer R ? DataOf<Awaited<R>>
  : { [M in keyof H]: RouteData<H[M]> }[keyof H];
type DataOf<T> = T extends PageResponse<infer Data> ? Data : never;

type Known = "url" | "req" | "params" | "info" | "state" | "route" | "error";
type PageParts<Data> = { data: Data; Component: FunctionComponent };
/** Props of a page; of a layout or the app wrapper too, whose `Component` is what they wrap. */
export type PageProps<Data = unknown, S = unknown> = Pick<Context<S>, Known> & PageParts<Data>;

/** A page, layout or app wrapper. Only an `async function` may return a promise or a Response. */
export type PageComponent<Data, State> = (props: PageProps<Data, State>) => Rendered;
/** Helpers that give routes their types. They return their argument. */
export function createDefine<State>() {
  type Any = RouteHandler<unknown, State>;
  return {
    handlers: <H extends Any>(handlers: H): H => handlers,
    page: <H extends Any = Any, Data = RouteData<H>>(render: PageComponent<Data, State>) => render,
    layout: (render: PageComponent<unknown, State>) => render,
    middleware: <M extends Middleware<State>>(middleware: M): M => middleware,
  };
}

type PageOptions = Omit<PageResponse<unknown>, "data">;
/** Returned by a handler to render the page of its route, with `options` on the response. */
export function page<T = undefined>(data?: T, options?: PageOptions): PageResponse<T> {
  return { ...options, data: data as T };
}
