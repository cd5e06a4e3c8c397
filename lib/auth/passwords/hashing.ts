/**
 * Passwords: Argon2id. Those that are checked and those that are chosen wait in lines of their own, so
 * that no number of registrations delays a sign-in, nor any number of guesses a known device.
 */
import { hash, verify } from "@node-rs/argon2";
import { createTurns } from "./turns.ts";

/** OWASP's first choice. Argon2id is the default algorithm of the library. */
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** The hash of an unknown password. To verify it takes as long as to verify that of an account. */
const DUMMY_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$mIwjDhcoxTloNPVF6RoSoA$rtDdc8ynbFEtsdQp7VXr5DX0G6OoYop6fA+aO//kkjU";

/** A turn takes some 30 ms of a processor, so the last one waits for a second or two. */
export const takeTurnToCheck = createTurns({
  atOnce: 4,
  waiting: 100,
  refusal: "Too many people are signing in; try again in a moment",
});
export const takeTurnOnDevice = createTurns({
  atOnce: 2,
  waiting: 100,
  refusal: "Too many people are signing in; try again in a moment",
});
const takeTurnToChoose = createTurns({
  atOnce: 1,
  waiting: 60,
  refusal: "Too many people are registering; try again in a moment",
});

/** The PHC string of a password that somebody chooses. Throws `unavailable`. */
export async function hashPassword(password: string): Promise<string> {
  return await takeTurnToChoose(() => hash(password, COST));
}

/** Whether `password` is the one behind `hashed`; takes as long where there is none. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  try {
    return await verify(hashed ?? DUMMY_HASH, password) && hashed !== null;
  } catch {
    return false; // a hash in the format of another program
  }
}
