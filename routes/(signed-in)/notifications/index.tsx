import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import DesktopNotifications from "../../../islands/notifications/DesktopNotifications.tsx";
import Inbox from "../../../islands/notifications/Inbox.tsx";
import { AppError } from "../../../lib/contract/errors.ts";
import { idText } from "../../../lib/contract/fields.ts";
import { notificationType } from "../../../lib/contract/notifications.ts";
import { defineSignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { loadInbox } from "../../../lib/meetings/dashboard.ts";
import {
  findNotification,
  listNotifications,
  listTypes,
  markAllRead,
} from "../../../lib/meetings/notifications.ts";
import { FlashMessage, flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { queryOf } from "../../../lib/contract/inbox_filter.ts";
import { inboxPath } from "../../../lib/ui/notifications/inbox_filters.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { ownPath } from "../../../lib/ui/paths.ts";

const SHOWN = 50;

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const { filter, before } = addressOf(ctx.url);
    const below = before ? await findNotification(sql, user.id, before) : null;
    if (before && !below) return ctx.redirect(inboxPath(filter), 303);
    ctx.state.inbox = await loadInbox(sql, user);
    const query = { ...queryOf(filter), before, limit: SHOWN, offset: 0 };
    const [found, types] = await Promise.all([
      listNotifications(sql, user.id, query),
      listTypes(sql, user.id),
    ]);
    return page({ ...found, types, filter, below: below ?? null });
  },
  async POST(ctx) {
    const { action, next = "/notifications" } = await readForm(ctx.req);
    if (action !== "mark-all-read") throw new AppError("invalid_input", "There is no such action");
    await markAllRead(ctx.state.sql, ctx.state.user.id);
    return ctx.redirect(flashPath(ownPath(next), "marked-read"), 303);
  },
});

/** What the address asks for, as far as it makes sense. */
function addressOf({ searchParams }: URL) {
  const filter = notificationType.catch("").parse(searchParams.get("filter"));
  const before = idText.optional().catch(undefined).parse(searchParams.get("before") ?? undefined);
  return { filter, before };
}

export default defineSignedIn.page<typeof handlers>(function InboxPage({ data, state, url }) {
  const { notifications, unread_count, types, filter, below } = data;
  return (
    <>
      <Head>
        <title>Notifications · Liaison</title>
        <link rel="stylesheet" href={asset("/styles/inbox.css")} />
      </Head>
      <div class="page-head">
        <h1>Notifications</h1>
        <DesktopNotifications userId={state.user.id} />
      </div>
      <FlashMessage url={url} />
      <Inbox
        first={notifications}
        unread={unread_count}
        hasOlder={notifications.length === SHOWN}
        filter={filter}
        below={below && { id: below.id, created_at: below.created_at }}
        types={types}
        clock={clockOf(state.user)}
        now={Date.now()}
      />
    </>
  );
});
