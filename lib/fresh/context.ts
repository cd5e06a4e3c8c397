import type { ComponentChildren } from "preact";
import type { LayoutConfig } from "./pages.ts";
import { renderPage } from "./render.ts";
import { narrow, type Shell, wrap } from "./shell.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a context holds for the framework itself. `shell` goes around a page rendered now. */
export const INTERNAL = Symbol("fresh");
type Internal = { shell: Shell; nonce: string | null; rendered: boolean; snapshot: Snapshot };

const typed = (type: string) => (body: string, init?: ResponseInit): Response => {
  const headers = new Headers(init?.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return new Response(body, { ...init, headers });
};
const [text, html] = [typed("text/plain; charset=utf-8"), typed("text/html; charset=utf-8")];

/** What every middleware, handler and page of one request shares. */
export class Context<State> {
  readonly state: State = {} as State;
  /** What the handler gave to its page. */
  data: unknown;
  /** What was thrown, on error pages. */
  error: unknown = null;
  /** Runs what comes after this middleware. Rejects with what was thrown there. */
  next: () => Promise<Response> = () => Promise.reject(new Error("Nothing comes after this"));
  readonly [INTERNAL]: Internal;
  readonly json = Response.json;
  readonly text = text;
  readonly html = html;

  /** `route` is the pattern that matched, null if none did. */
  constructor(
    readonly req: Request,
    readonly url: URL,
    readonly info: Deno.ServeHandlerInfo,
    readonly params: Record<string, string>,
    readonly route: string | null,
    snapshot: Snapshot,
  ) {
    this[INTERNAL] = { shell: { app: null, layouts: [] }, nonce: null, rendered: false, snapshot };
  }

  /** A redirect. A path never leads to another host, however many slashes it begins with. */
  redirect(to: string, status = 302): Response {
    return new Response(null, { status, headers: { location: to.replace(/^[/\\]{2,}/, "/") } });
  }

  /** An HTML response: `content` inside the layouts and the app wrapper of the present route. */
  async render(content: ComponentChildren, init?: ResponseInit, config: LayoutConfig = {}) {
    const { shell, snapshot, nonce } = this[INTERNAL];
    const page = await wrap(content, narrow(shell, config), this);
    if (page instanceof Response) return page;
    this[INTERNAL].rendered = true;
    return this.html(renderPage(page, snapshot, nonce), init);
  }
}
