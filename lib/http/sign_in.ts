/** What browsers are sent when somebody signs in or out. */
import { deviceCookie } from "../auth/devices.ts";
import { clearedSessionCookie, sessionCookie } from "../auth/credentials.ts";
import { LONGEST_DAYS } from "../auth/sessions.ts";
import type { AuthSettings, Remote } from "../auth/settings.ts";
import type { SignIn, User } from "../contract/users.ts";

type Header = [name: string, value: string];

/** The headers with the cookies of the session and of the device. */
export function signInHeaders(
  auth: AuthSettings,
  signIn: SignIn,
  remote: Remote,
  { remember }: { remember: boolean },
): Header[] {
  const maxAge = remember ? LONGEST_DAYS * 86_400 : undefined;
  return [
    ["set-cookie", sessionCookie(auth, signIn, maxAge)],
    deviceHeader(auth, remote, signIn.user),
  ];
}

/** The header with the cookie of the device, from which that person may sign in from now on. */
export function deviceHeader(auth: AuthSettings, { marks = [] }: Remote, { email }: User): Header {
  return ["set-cookie", deviceCookie(auth, marks, email)];
}

/**
 * The headers that end the session in the browser, and clear what it keeps of the app's pages. The
 * cookie of the device stays.
 */
export function signOutHeaders(auth: AuthSettings): Header[] {
  return [
    ["set-cookie", clearedSessionCookie(auth)],
    ["clear-site-data", '"cache", "storage"'],
  ];
}
