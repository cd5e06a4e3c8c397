/** Opens a notification: marks it as read and leads to what it is about, or else shows its text. */
import { page } from "fresh";
import { AppError } from "../../../lib/contract/errors.ts";
import { idText } from "../../../lib/contract/fields.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { readId } from "../../../lib/http/input.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { findNotification, markRead, markUnread } from "../../../lib/meetings/notifications.ts";
import { firstTarget } from "../../../lib/meetings/targets.ts";
import type { Notification } from "../../../lib/contract/notifications.ts";
import { flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { EmptyState } from "../../../lib/ui/components/empty_state.tsx";
import { InboxIcon } from "../../../lib/ui/components/icons.tsx";
import { NotificationText } from "../../../lib/ui/notifications/notification_text.tsx";
import { pathOf, targetsOf } from "../../../lib/ui/notifications/target.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { notificationPath, ownPath } from "../../../lib/ui/paths.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    const id = idText.safeParse(ctx.params.id);
    const found = id.success ? await findNotification(sql, user.id, id.data) : undefined;
    if (found && isVisit(ctx.req)) await markRead(sql, user.id, found.id);
    const target = found && await findTarget(ctx.state, found);
    if (target) return ctx.redirect(target, 303);
    ctx.state.inbox = await loadInbox(ctx.state, user);
    return page({ found }, { status: found ? 200 : 404 });
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const id = readId(ctx.params.id);
    const { action, next = "/notifications" } = await readForm(ctx.req);
    if (action === "unread") {
      await markUnread(sql, user.id, id);
      return ctx.redirect(ownPath(next), 303);
    }
    if (action !== "read" && action !== "open") {
      throw new AppError("invalid_input", "The form could not be read. Go back and try again");
    }
    const notification = await markRead(sql, user.id, id);
    if (action === "read") return ctx.redirect(flashPath(ownPath(next), "marked-read"), 303);
    return ctx.redirect(await findTarget(ctx.state, notification) ?? notificationPath(id), 303);
  },
});

async function findTarget({ sql, user }: SignedIn, notification: Notification) {
  const target = await firstTarget(sql, user.id, targetsOf(notification));
  return target && pathOf(target);
}

/** Whether a person opens the page, rather than a browser that prefetches or another site. */
function isVisit({ method, headers }: Request): boolean {
  const ahead = headers.get("sec-purpose")?.includes("prefetch");
  return method === "GET" && !ahead && headers.get("sec-fetch-site") !== "cross-site";
}

export default defineSignedIn.page<typeof handlers>(function NotificationPage({ data, state }) {
  const { found } = data;
  return (
    <>
      <DocumentHead title={found?.title ?? "Not found"} sheet="inbox" />
      {found ? <NotificationText notification={found} clock={clockOf(state.user)} /> : <Gone />}
    </>
  );
});

function Gone() {
  return (
    <>
      <div class="row row-apart page-head">
        <h1>Notification not found</h1>
      </div>
      <EmptyState icon={<InboxIcon />} title="It was removed, or it is not yours">
        <a class="button button-primary" href="/notifications">See all notifications</a>
      </EmptyState>
    </>
  );
}
