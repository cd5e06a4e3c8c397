import { AppError } from "../../lib/contract/errors.ts";
import { define } from "../../lib/define.ts";

export const handlers = define.handlers(() => {
  throw new AppError("not_found", "There is no such endpoint");
});
