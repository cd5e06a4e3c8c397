/**
 * Whom a page was made for. The cookie is the browser's: once somebody else signs in, in another
 * tab, an open page would act in their name, if what it sends did not say whose it is.
 */
import type { Identity } from "../auth/identity.ts";
import { AppError } from "../contract/errors.ts";
import { readForm } from "./body.ts";

/** In calls of the API; other programs do not send it. */
const HEADER = "liaison-user";
/** In forms that the browser sends by itself. */
const FIELD = "liaison_user";

/** Throws `unauthenticated` for a call from a page that was made for anybody but the caller. */
export function refuseOthersPage({ headers }: Request, identity: Identity | null): void {
  const user = headers.get(HEADER);
  if (user === null || user === `${identity?.user.id}`) return;
  throw new AppError("unauthenticated", "The page was made for somebody who is signed out");
}

/** Throws `forbidden` for a form on a page that was made for anybody but the user `id`. */
export async function refuseOthersForm(req: Request, id: number): Promise<void> {
  const type = req.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return;
  const { [FIELD]: user } = await readForm(req);
  if (user === undefined || user === `${id}`) return;
  throw new AppError(
    "forbidden",
    "Somebody else has signed in since this page was opened, so nothing was done",
  );
}

/** `response` with the user `id` in all forms that post, if it is a page. */
export async function nameUser(response: Response, id: number): Promise<Response> {
  if (!response.headers.get("content-type")?.startsWith("text/html")) return response;
  // What people write has its quotes escaped in text and in scripts, so it is never taken for a form.
  const forms = /<form\b[^>]*\bmethod="post"[^>]*>.*?(?=<\/form>)/gs;
  const html = await response.text();
  const named = html.replace(forms, `$&<input type="hidden" name="${FIELD}" value="${id}">`);
  return new Response(named, response);
}
