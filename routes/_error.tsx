import { HttpError } from "fresh";
import { define } from "../lib/define.ts";
import { Notice } from "../lib/ui/components/notice.tsx";
import { sentence } from "../lib/forms/form_state.ts";
import { DocumentHead } from "../lib/ui/components/document_head.tsx";

export default define.page(function ErrorPage({ error, url }) {
  const refused = error instanceof HttpError && error.status < 500;
  const unavailable = error instanceof HttpError && error.status === 503;
  const title = refused
    ? "That did not work"
    : unavailable
    ? "Liaison is not available right now"
    : "Something went wrong on our side";
  return (
    <Notice title={title}>
      <DocumentHead title={title} sheet="signed_out" />
      {refused
        ? <p>{sentence(error.message)}</p>
        : <p>What you saved before is safe. Try again in a moment.</p>}
      <div class="actions">
        <a class="button button-primary" href={url.pathname + url.search}>Try again</a>
        <a class="button" href="/">Go to the start page</a>
      </div>
    </Notice>
  );
});
