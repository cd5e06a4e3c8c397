import { define } from "../../../../lib/define.ts";
import { noteMeeting } from "../../../../lib/http/audit.ts";
import { calendarFile } from "../../../../lib/http/calendar.ts";
import { caller } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";
import { ownOrigin } from "../../../../lib/http/origins.ts";
import { readEntry } from "../../../../lib/meetings/calendar.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    const id = readId(ctx.params.id);
    const text = await readEntry(ctx.state.sql, { user, origin: ownOrigin(ctx) }, id);
    noteMeeting(ctx, id);
    return calendarFile(text, `meeting-${id}.ics`);
  },
});
