import { page } from "fresh";
import { Head } from "fresh/runtime";
import Inbox from "../../islands/Inbox.tsx";
import { defineSignedIn } from "../../lib/define.ts";
import { loadInbox } from "../../lib/meetings/dashboard.ts";
import { listNotifications } from "../../lib/meetings/notifications.ts";
import { clockOf } from "../../lib/ui/time.ts";

const FIRST = { limit: 50, offset: 0, unread_only: false };

export const handlers = defineSignedIn.handlers({
  async GET(ctx) {
    const { sql, user } = ctx.state;
    ctx.state.inbox = await loadInbox(sql, user);
    return page(await listNotifications(sql, user.id, FIRST));
  },
});

export default defineSignedIn.page<typeof handlers>(function NotificationsPage({ data, state }) {
  const { notifications, unread_count, total } = data;
  return (
    <>
      <Head>
        <title>Notifications · Liaison</title>
      </Head>
      <div class="page-head">
        <h1>Notifications</h1>
      </div>
      <Inbox
        first={notifications}
        unread={unread_count}
        hasOlder={total > notifications.length}
        clock={clockOf(state.user)}
      />
    </>
  );
});
