/**
 * Whom a page was made for. The cookie is the browser's: once somebody else signs in, in another
 * tab, an open page would act in their name if what it sends did not name its own user.
 */

/** In calls of the API; other programs do not send it. */
export const PAGE_USER_HEADER = "liaison-user";
/** In forms that the browser sends by itself. */
export const PAGE_USER_FIELD = "liaison_user";

/** In the browser: the id of the user whom this page was made for, if anybody was signed in. */
export function pageUser(): number | undefined {
  const user = globalThis.document?.body.dataset.user;
  return user ? Number(user) : undefined;
}
