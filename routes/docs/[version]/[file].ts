import { HttpError } from "fresh";
import { define } from "../../../lib/define.ts";
import { viewerFile } from "../../../lib/http/openapi/viewer.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const file = await viewerFile(ctx.params.version, ctx.params.file);
    if (!file) throw new HttpError(404);
    return file;
  },
});
