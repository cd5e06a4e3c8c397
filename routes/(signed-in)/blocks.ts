/** Handles the forms that block a patient and unblock one. */
import { HttpError } from "fresh";
import { defineSignedIn } from "../../lib/define.ts";
import { readForm } from "../../lib/http/body.ts";
import { readId } from "../../lib/http/input.ts";
import { blockPatient, unblockPatient } from "../../lib/meetings/blocks.ts";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";
import { ownPath } from "../../lib/ui/paths.ts";

const LIST = "/settings#blocks";

export const handlers = defineSignedIn.handlers({
  GET(ctx) {
    return ctx.redirect(LIST, 303);
  },
  async POST(ctx) {
    const { sql, user } = ctx.state;
    const { action, user_id = "", next = LIST } = await readForm(ctx.req);
    if (action === "block") {
      await blockPatient(sql, user, readId(user_id));
      return ctx.redirect(flashPath(ownPath(next), "person-blocked"), 303);
    }
    if (action !== "unblock") {
      throw new HttpError(400, "The form could not be read. Go back and try again");
    }
    await unblockPatient(sql, user, readId(user_id));
    return ctx.redirect(flashPath(ownPath(next), "person-unblocked"), 303);
  },
});
