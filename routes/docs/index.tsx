import { asset, Head } from "fresh/runtime";
import { LISTENING } from "../../lib/contract/api/listening.ts";
import { define } from "../../lib/define.ts";
import { viewerUrl } from "../../lib/http/openapi/viewer.ts";
import { Brand } from "../../lib/ui/components/brand.tsx";
import {
  AutomaticNotifications,
  ClientEvents,
  Endpoints,
  Errors,
  ServerEvents,
  SqlTables,
} from "../../lib/ui/docs/reference.tsx";

export default define.page(function DocsPage() {
  return (
    <div class="docs">
      <Head>
        <title>Documentation · Liaison</title>
        <link key="viewer" rel="stylesheet" href={viewerUrl("swagger-ui.css")} />
        <link key="signed_out" rel="stylesheet" href={asset("/styles/signed_out.css")} />
        <link key="docs" rel="stylesheet" href={asset("/styles/docs.css")} />
      </Head>
      <header class="row docs-head">
        <Brand href="/" />
        <nav class="row" aria-label="Contents">
          <a href="#endpoints">Endpoints</a>
          <a href="#errors">Errors</a>
          <a href="#events">Socket events</a>
          <a href="#sql">SQL</a>
          <a href="/api/openapi.json">OpenAPI</a>
        </nav>
      </header>
      <main>
        <h1>Documentation</h1>
        <p>
          Programs use Liaison by HTTP calls, socket events and SQL. To try calls here, sign in with
          {" "}
          <code>login</code> below, which sets a cookie, or give a token to “Authorize”.
        </p>
        <section aria-labelledby="endpoints">
          <h2 id="endpoints">Endpoints</h2>
          <div id="viewer">
            <Endpoints />
          </div>
        </section>
        <section aria-labelledby="errors">
          <h2 id="errors">Errors</h2>
          <p>
            Errors are problem documents (RFC 9457),{" "}
            <code>application/problem+json</code>, with one of these values of{" "}
            <code>code</code>. Programs go by the code, people read <code>detail</code>.
          </p>
          <Errors />
        </section>
        <section aria-labelledby="events">
          <h2 id="events">Socket events</h2>
          <p>
            Socket.IO, protocol v5, at <code>/socket.io/</code>. The handshake needs a token: in
            {" "}
            <code>auth.token</code>, as a Bearer header, or the cookie; without one it ends with
            {" "}
            <code>connect_error</code> and{" "}
            <code>data.code: "unauthenticated"</code>. An event may arrive twice; rows have ids, so
            applying it again changes nothing. A client that connects again with the newest offset
            is sent what it missed.
          </p>
          <pre><code>{LISTENING}</code></pre>
          <ClientEvents />
          <ServerEvents />
        </section>
        <section aria-labelledby="sql">
          <h2 id="sql">SQL</h2>
          <p>
            Every committed row is announced, whichever program wrote it. Columns marked with ? may
            be left out.
          </p>
          <SqlTables />
          <p>Triggers send these notifications, whichever program is the cause:</p>
          <AutomaticNotifications />
        </section>
      </main>
      <script src={viewerUrl("swagger-ui-bundle.js")} defer></script>
      <script src={asset("/docs.js")} defer></script>
    </div>
  );
});
