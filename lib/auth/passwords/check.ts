/** Whether a password is right. Wrong ones are counted before they are checked. */
import type { User } from "../../contract/users.ts";
import { record } from "../../audit/entries.ts";
import { attempt } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import { giveBack, type Limit, takeAttempt, UNLIMITED } from "./attempts.ts";
import { markOf, nameOf } from "../devices.ts";
import { isPassword, takeTurnOnDevice, takeTurnToCheck } from "./hashing.ts";
import type { AuthSettings, Remote } from "../settings.ts";

export type Account = { user: User; passwordHash: string };

/**
 * How many wrong passwords are allowed in an hour. Half of an account's are left to other addresses.
 * Behind one address there may be a whole hospital.
 */
const MOST = { account: 100, accountFromAddress: 50, address: 1000, device: 20 };

/**
 * The account that `password` belongs to; null for a wrong password or an unknown address, which
 * take as long and count alike. Throws `rate_limited` after too many of these, and `unavailable`.
 */
export async function checkPassword(
  sql: Queries,
  auth: AuthSettings,
  { email, password }: { email: string; password: string },
  remote: Remote,
): Promise<Account | null> {
  const mark = markOf(auth, remote.marks ?? [], email);
  const takeTurn = mark ? takeTurnOnDevice : takeTurnToCheck;
  return await takeTurn(async () => {
    const { user, passwordHash, folded } = await findAccount(sql, email);
    const [own, ...others] = mark ? onDevice(folded, mark) : elsewhere(folded, remote.address);
    const refusal = "Too many wrong passwords; try again later";
    const id = await takeAttempt(sql, [own, ...others], refusal);
    const isRight = await isPassword(password, passwordHash);
    if (!user || !passwordHash || !isRight) {
      const person = user?.id ?? null;
      await record(sql, auth.log, { action: "password_wrong", actor: null, person, from: remote });
      return null;
    }
    await giveBack(sql, id, own.key);
    return { user, passwordHash };
  });
}

/** The limits of a device that is known; what strangers have used up does not count. */
function onDevice(account: string, mark: string): Limit[] {
  return [
    { key: `device ${nameOf(mark)}`, most: MOST.device },
    { key: `account ${account}`, most: UNLIMITED },
  ];
}

function elsewhere(account: string, address: string): Limit[] {
  return [
    { key: `account ${account} from ${address}`, most: MOST.accountFromAddress },
    { key: `account ${account}`, most: MOST.account },
    { key: `address ${address}`, most: MOST.address },
  ];
}

/** An account by its address; `folded` is the address in the case by which the database compares. */
async function findAccount(sql: Queries, email: string) {
  const [account] = await attempt(() =>
    sql<{ user: User | null; passwordHash: string | null; folded: string }[]>`
      select password_hash as "passwordHash", folded,
        case when u.id is not null then private.user_json(u) end as user
      from (select lower(${email}) as folded) given
      left join users u on lower(u.email) = folded
      left join private.credentials on user_id = u.id`
  );
  return account;
}
