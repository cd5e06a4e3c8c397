/**
 * Known devices: browsers in which somebody has signed in to an account before. A cookie holds a
 * mark for each of the latest accounts. It opens nothing; it only keeps wrong passwords of
 * strangers from locking out the person whom the account belongs to.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type AnyHeaders, cookieFrom, makeCookie } from "./credentials.ts";
import type { AuthSettings } from "./settings.ts";

const COOKIE = "device";
const SECONDS = 400 * 86_400; // the longest that browsers keep a cookie
const MOST_ACCOUNTS = 5;
/** A random part and its seal. */
const MARK = /^[\w-]{16}[\w-]{22}$/;

/** The random part of a mark: its name where the whole would make a known device of its reader. */
export function nameOf(mark: string): string {
  return mark.slice(0, 16);
}

/** The marks that a call carries. */
export function marksFrom(headers: AnyHeaders): string[] {
  const marks = cookieFrom(headers, COOKIE)?.split(".") ?? [];
  return marks.filter((mark) => MARK.test(mark)).slice(0, MOST_ACCOUNTS);
}

/** The mark of an account, by its address, among `marks`; undefined on an unknown device. */
export function markOf(
  auth: AuthSettings,
  marks: string[],
  email: string,
): string | undefined {
  return marks.find((mark) => {
    const seal = Buffer.from(sealOf(auth, email, nameOf(mark)));
    return timingSafeEqual(Buffer.from(mark.slice(16)), seal);
  });
}

/** The `Set-Cookie` value after a sign-in to this account, where the call carried `marks`. */
export function deviceCookie(auth: AuthSettings, marks: string[], email: string): string {
  const own = markOf(auth, marks, email) ?? newMark(auth, email);
  const all = [own, ...marks.filter((mark) => mark !== own)].slice(0, MOST_ACCOUNTS);
  return makeCookie(auth, COOKIE, all.join("."), SECONDS);
}

function newMark(auth: AuthSettings, email: string): string {
  const random = randomBytes(12).toString("base64url");
  return random + sealOf(auth, email, random);
}

function sealOf({ secret }: AuthSettings, email: string, random: string): string {
  const seal = createHmac("sha256", secret).update(`device ${random} ${email.toLowerCase()}`)
    .digest();
  return seal.subarray(0, 16).toString("base64url");
}
