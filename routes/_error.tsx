import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { define } from "../lib/define.ts";
import { Notice } from "../lib/ui/components/notice.tsx";
import { sentence } from "../lib/forms/form_state.ts";

export default define.page(function ErrorPage({ error, url }) {
  const refused = error instanceof HttpError && error.status < 500;
  const unavailable = error instanceof HttpError && error.status === 503;
  const title = refused
    ? "This could not be done"
    : unavailable
    ? "Back in a moment"
    : "Something went wrong on our side";
  return (
    <Notice title={title}>
      <Head>
        <title>{title} · Liaison</title>
      </Head>
      {refused
        ? <p>{sentence(error.message)}</p>
        : <p>Nothing you did is lost that was saved before. Try again in a moment.</p>}
      <div class="notice-actions">
        <a class="button button-primary" href={url.pathname + url.search}>Try again</a>
        <a class="button" href="/">Go to the start page</a>
      </div>
    </Notice>
  );
});
