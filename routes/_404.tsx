import { page } from "fresh";
import { define } from "../lib/define.ts";
import { Notice } from "../lib/ui/components/notice.tsx";
import { DocumentHead } from "../lib/ui/components/document_head.tsx";

export const handlers = define.handlers(() => page(undefined, { status: 404 }));

export default define.page(function NotFoundPage() {
  return (
    <Notice title="Page not found">
      <DocumentHead title="Not found" sheet="signed_out" />
      <p>Check the address, or go back to the start page.</p>
      <div class="actions">
        <a class="button button-primary" href="/">Go to the start page</a>
      </div>
    </Notice>
  );
});
