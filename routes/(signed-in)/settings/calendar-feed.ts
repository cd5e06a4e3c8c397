/** Handles the form of the calendar feed without a script. */
import { HttpError } from "fresh";
import { defineSignedIn } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { calendarServer } from "../../../lib/http/calendar.ts";
import { createCalendarFeed, deleteCalendarFeed } from "../../../lib/meetings/calendar_feeds.ts";
import { flashPath } from "../../../lib/ui/components/flash_message.tsx";

const SECTION = "/settings#calendar-feed";

export const handlers = defineSignedIn.handlers({
  GET(ctx) {
    return ctx.redirect(SECTION, 303);
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const { action } = await readForm(ctx.req);
    if (action === "remove") {
      await deleteCalendarFeed(sql, user);
      return ctx.redirect(flashPath(SECTION, "feed-removed"), 303);
    }
    if (action !== "make") {
      throw new HttpError(400, "The form could not be read. Go back and try again");
    }
    await createCalendarFeed(sql, calendarServer(ctx), user);
    return ctx.redirect(flashPath(SECTION, "feed-made"), 303);
  },
});
