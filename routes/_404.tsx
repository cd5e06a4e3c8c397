import { page } from "fresh";
import { Head } from "fresh/runtime";
import { define } from "../lib/define.ts";
import { Notice } from "../lib/ui/components/notice.tsx";

export const handlers = define.handlers(() => page(undefined, { status: 404 }));

export default define.page(function NotFoundPage() {
  return (
    <Notice title="There is no such page">
      <Head>
        <title>Not found · Liaison</title>
      </Head>
      <p>The address may be mistyped, or what stood here is gone.</p>
      <a class="button button-primary" href="/">Go to the start page</a>
    </Notice>
  );
});
