import { requestsQuery } from "../../../lib/contract/meetings.ts";
import { define } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { linkTo, readQuery } from "../../../lib/http/input.ts";
import { createRequest, listRequests } from "../../../lib/meetings/requests.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    const query = readQuery(requestsQuery, ctx.url);
    const { rows, next } = await listRequests(ctx.state.sql, user, query);
    noteShown(ctx, rows);
    return ctx.json(rows, linkTo(ctx.url, { before: next }));
  },
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const request = await createRequest(ctx.state.sql, user, await readJson(ctx.req));
    return ctx.json(request, { status: 201 });
  },
});
