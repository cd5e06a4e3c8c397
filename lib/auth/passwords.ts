/** Passwords: Argon2id, a few at a time so that a crowd cannot use up memory. */
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "../contract/errors.ts";

/** OWASP's first choice; Argon2id is the library's algorithm unless told otherwise. */
const cost = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** The hash of a password nobody has, to do the same work for an account that is not there. */
const nobodys =
  "$argon2id$v=19$m=19456,t=2,p=1$mIwjDhcoxTloNPVF6RoSoA$rtDdc8ynbFEtsdQp7VXr5DX0G6OoYop6fA+aO//kkjU";

const maxAtOnce = 4;
const maxWaiting = 500;
let atWork = 0;
const waiting: (() => void)[] = [];

/** The PHC string of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether `password` is the one behind `hashed`; takes as long where there is none. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  try {
    return await verify(hashed ?? nobodys, password) && hashed !== null;
  } catch {
    return false; // Another program's hash, in a form we do not know.
  }
}

/** Waits for a turn, then does `work`. Throws `unavailable` when too many wait already. */
export async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= maxWaiting) {
    throw new AppError("unavailable", "Too many people are signing in; try again", {
      retryAfter: 5,
    });
  }
  if (atWork < maxAtOnce) atWork++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else atWork--;
  }
}
