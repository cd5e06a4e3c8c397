import { notificationsQuery } from "../../../lib/contract/notifications.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { linkTo, readQuery } from "../../../lib/http/input.ts";
import { listNotifications } from "../../../lib/meetings/notifications.ts";
import { postNotification } from "../../../lib/meetings/posting.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    const query = readQuery(notificationsQuery, ctx.url);
    const { sql, offsets } = ctx.state;
    const { rows, next, seen, ...counts } = await listNotifications(sql, user.id, query);
    const as_of = offsets.seal(seen.epoch, seen.position);
    return ctx.json({ notifications: rows, ...counts, as_of }, linkTo(ctx.url, { before: next }));
  },
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const notification = await postNotification(ctx.state.sql, user, await readJson(ctx.req));
    return ctx.json({ notification }, { status: 201 });
  },
});
