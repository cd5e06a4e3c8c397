/** Passwords that people choose most often, which are the first to be guessed. */
import { readFileSync } from "node:fs";
import { wrong } from "../../contract/parse.ts";

/** Nearly 18,000 of eight characters or more, in small letters; read when it is first needed. */
let common: Set<string> | undefined;

function readCommon(): Set<string> {
  const path = new URL(import.meta.resolve("@zxcvbn-ts/language-common/src/passwords.json"));
  const all: string[] = JSON.parse(readFileSync(path, "utf8"));
  return new Set(all.filter((password) => password.length >= 8));
}

/**
 * Throws `invalid_input` for the field `path` where the password is a common one, or the address or
 * name of whom it is for, in capital or small letters.
 */
export function refuseCommonPassword(
  path: string,
  password: string,
  { email, full_name }: { email: string; full_name: string },
): void {
  const text = password.toLowerCase();
  const own = [email, email.split("@")[0], full_name].map((word) => word.toLowerCase());
  if (own.includes(text)) throw wrong(path, "must not be your name or email address");
  common ??= readCommon();
  if (common.has(text)) {
    throw wrong(path, "is used by many people and easily guessed; choose another");
  }
}
