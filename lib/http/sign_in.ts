/** What browsers are sent when somebody signs in or out. */
import { deviceCookie } from "../auth/devices.ts";
import { clearedSessionCookie, sessionCookie } from "../auth/credentials.ts";
import { LONGEST_DAYS } from "../auth/sessions.ts";
import type { AuthSettings, Remote } from "../auth/settings.ts";
import type { SignIn } from "../contract/users.ts";

type HeaderList = [name: string, value: string][];

/** The headers with the cookies of the session and of the device. */
export function signInHeaders(
  auth: AuthSettings,
  signIn: SignIn,
  remote: Remote,
  { remember }: { remember: boolean },
): HeaderList {
  const maxAge = remember ? LONGEST_DAYS * 86_400 : undefined;
  return [
    ["set-cookie", sessionCookie(auth, signIn, maxAge)],
    ["set-cookie", deviceCookie(auth, remote.marks ?? [], signIn.user.id)],
  ];
}

/**
 * The headers that end the session in the browser, and clear what it keeps of the app's pages. The
 * cookie of the device stays.
 */
export function signOutHeaders(auth: AuthSettings): HeaderList {
  return [
    ["set-cookie", clearedSessionCookie(auth)],
    ["clear-site-data", '"cache", "storage"'],
  ];
}
