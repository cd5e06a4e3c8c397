/** Refuses what an open page sends once somebody else has signed in; see `contract/page_user.ts`. */
import type { Identity } from "../contract/users.ts";
import { AppError } from "../contract/errors.ts";
import { PAGE_USER_FIELD, PAGE_USER_HEADER } from "../contract/page_user.ts";
import { readForm } from "./body.ts";

/** Throws `unauthenticated` for a call from a page that was made for anybody but whoever calls. */
export function refuseOthersPage({ headers }: Request, identity: Identity | null): void {
  const user = headers.get(PAGE_USER_HEADER);
  if (user === null || !identity || user === `${identity.user.id}`) return;
  throw new AppError("unauthenticated", "The page was made for somebody who is signed out");
}

/** Throws `forbidden` for a form on a page that was made for anybody but the user `id`. */
export async function refuseOthersForm(req: Request, id: number): Promise<void> {
  const type = req.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return;
  const { [PAGE_USER_FIELD]: user } = await readForm(req);
  if (user === undefined || user === `${id}`) return;
  throw new AppError(
    "forbidden",
    "Somebody else has signed in since this page was opened, so nothing was done",
  );
}
