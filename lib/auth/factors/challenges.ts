/** Challenges that a passkey signs: they expire after five minutes and are answered once. */
import { wrong } from "../../contract/parse.ts";
import { attempt } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import { seal, unseal } from "../seals.ts";
import type { AuthSettings } from "../settings.ts";

/** What a challenge is for: a sign-in (0), or a passkey of a session. */
type Challenge = { challenge: string; session: number; until: number };

const PURPOSE = "passkey challenge";
const LIFETIME_MS = 5 * 60_000;

/** A challenge as the caller sends it back; `session` is 0 for a sign-in. */
export async function sealChallenge(
  auth: AuthSettings,
  challenge: string,
  session = 0,
): Promise<string> {
  const sealed: Challenge = { challenge, session, until: Date.now() + LIFETIME_MS };
  return await seal(auth, PURPOSE, sealed);
}

/**
 * The challenge behind `sealed`, which is used up by that. Throws `invalid_input` where it has
 * expired, was answered, or is for something else.
 */
export async function useChallenge(
  sql: Queries,
  auth: AuthSettings,
  sealed: string,
  session = 0,
): Promise<string> {
  const found = await unseal<Challenge>(auth, PURPOSE, sealed);
  if (!found || found.session !== session || found.until <= Date.now()) throw expired();
  const { count } = await attempt(() =>
    sql`
      with gone as (delete from private.used_challenges where expires_at < now())
      insert into private.used_challenges (challenge, expires_at)
      values (${found.challenge}, ${new Date(found.until)}) on conflict do nothing`
  );
  if (count === 0) throw expired();
  return found.challenge;
}

function expired() {
  return wrong("challenge", "has expired or was answered; begin again");
}
