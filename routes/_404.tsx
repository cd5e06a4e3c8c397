import { page } from "fresh";
import { define } from "../lib/define.ts";
import { Notice } from "../lib/ui/components/notice.tsx";
import { DocumentHead } from "../lib/ui/components/document_head.tsx";

export const handlers = define.handlers(() => page(undefined, { status: 404 }));

export default define.page(function NotFoundPage() {
  return (
    <Notice title="There is no such page">
      <DocumentHead title="Not found" sheet="signed_out" />
      <p>The address may be mistyped, or what stood here is gone.</p>
      <div class="actions">
        <a class="button button-primary" href="/">Go to the start page</a>
      </div>
    </Notice>
  );
});
