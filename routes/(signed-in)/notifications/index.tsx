import { page } from "fresh";
import DesktopNotifications from "../../../islands/notifications/DesktopNotifications.tsx";
import Inbox from "../../../islands/notifications/Inbox.tsx";
import { AppError } from "../../../lib/contract/errors.ts";
import { notificationType } from "../../../lib/contract/notifications.ts";
import { cursor } from "../../../lib/contract/pages.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { readAsOf } from "../../../lib/http/input.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { listNotifications, listTypes, markAllRead } from "../../../lib/meetings/notifications.ts";
import { FlashMessage, flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { queryOf } from "../../../lib/contract/inbox_filter.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { ownPath } from "../../../lib/ui/paths.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

const SHOWN = 50;

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const filter = notificationType.catch("").parse(ctx.url.searchParams.get("filter"));
    const asked = ctx.url.searchParams.get("before") ?? "";
    const before = cursor.safeParse(asked);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    const query = { ...queryOf(filter), before: before.data, limit: SHOWN, offset: 0 };
    const [{ rows, next, unread_count }, types] = await Promise.all([
      listNotifications(sql, user.id, query),
      listTypes(sql, user.id),
    ]);
    return page({
      first: { rows, next },
      unread: unread_count,
      types,
      filter,
      before: before.data ? asked : "",
    });
  },
  async POST(ctx) {
    const { action, next = "/notifications", as_of } = await readForm(ctx.req);
    if (action !== "mark-all-read") {
      throw new AppError("invalid_input", "The form could not be read. Go back and try again");
    }
    const { sql, user, offsets } = ctx.state;
    await markAllRead(sql, user.id, readAsOf(offsets, as_of));
    return ctx.redirect(flashPath(ownPath(next), "marked-read"), 303);
  },
});

export default defineSignedIn.page<typeof handlers>(function InboxPage({ data, state, url }) {
  return (
    <>
      <DocumentHead title="Notifications" sheet="inbox" />
      <div class="row row-apart page-head">
        <h1>Notifications</h1>
        <DesktopNotifications userId={state.user.id} />
      </div>
      <FlashMessage url={url} />
      <Inbox {...data} asOf={state.inbox.offset} clock={clockOf(state.user)} now={Date.now()} />
    </>
  );
});
