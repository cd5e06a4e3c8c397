/** The pages and the API as one function that answers requests. */
import { App, csp, staticFiles } from "fresh";
import { Builder, type BuildOptions } from "fresh/dev";
import type { AuthSettings } from "../auth/settings.ts";
import { compress } from "./compression.ts";
import { harden } from "./headers.ts";
import type { Handle } from "./listener.ts";
import { bundleSheet, SHEETS } from "./sheets.ts";

/** Builds the project in `root`; its sheets are bundled. */
export function createBuilder(options: BuildOptions): Builder {
  const builder = new Builder(options);
  builder.onTransformStaticFile(SHEETS, bundleSheet);
  return builder;
}

/** Whether people use https: by the address that is set, else by the one that a request used. */
function isSecure(url: URL, { publicUrl }: AuthSettings): boolean {
  return (publicUrl ?? url.origin).startsWith("https:");
}

/**
 * Builds the pages and islands of the project in `root`, with the bundle in `outDir` if one is
 * given and made already. The result makes the request handler of an app's state.
 */
export async function buildApp(options: BuildOptions) {
  const apply = await createBuilder(options).build({ mode: "production", snapshot: "memory" });
  return <State extends { auth: AuthSettings }>(state: State): Handle => {
    const app = new App<State>()
      .use((ctx) => {
        const auth = { ...state.auth, secureCookies: isSecure(ctx.url, state.auth) };
        Object.assign(ctx.state, state, { auth });
        return ctx.next();
      })
      .use(compress, csp({ useNonce: true, csp: ["base-uri 'none'"] }), staticFiles())
      .fsRoutes();
    apply(app);
    const handle = app.handler();
    return async (request, info) => {
      const secure = isSecure(new URL(request.url), state.auth);
      return harden(await handle(request, info), secure);
    };
  };
}
