/** Passwords: Argon2id, a few at a time, so that many sign-ins cannot use up the memory. */
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "../contract/errors.ts";

/** OWASP's first choice. Argon2id is the default algorithm of the library. */
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** The hash of an unknown password. To verify it takes as long as to verify that of an account. */
const DUMMY_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$mIwjDhcoxTloNPVF6RoSoA$rtDdc8ynbFEtsdQp7VXr5DX0G6OoYop6fA+aO//kkjU";

const MOST_AT_ONCE = 4;
const MOST_WAITING = 500;
let active = 0;
const waiting: (() => void)[] = [];

/** The PHC string of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether `password` is the one behind `hashed`; takes as long where there is none. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  try {
    return await verify(hashed ?? DUMMY_HASH, password) && hashed !== null;
  } catch {
    return false; // a hash in the format of another program
  }
}

/** Waits for a turn, then runs `work`. Throws `unavailable` when too many are waiting. */
export async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) {
    throw new AppError("unavailable", "Too many people are signing in; try again", {
      retryAfter: 5,
    });
  }
  if (active < MOST_AT_ONCE) active++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else active--;
  }
}
