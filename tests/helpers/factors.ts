/** Authenticator apps, as tests have them. */
import { Secret, TOTP } from "otpauth";
import { seal } from "../../lib/auth/seals.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { auth } from "./auth.ts";

const STEP_MS = 30_000;

/** What an app with this secret shows, now or so many steps of 30 seconds later. */
export function codeOf(secret: string, later = 0): string {
  const timestamp = Date.now() + later * STEP_MS;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Gives somebody an authenticator app; its secret. */
export async function giveAuthenticator(sql: Sql, { id }: { id: number }): Promise<string> {
  const secret = new Secret({ size: 20 }).base32;
  const sealed = await seal(auth, "authenticator", secret);
  await sql`
    insert into private.authenticators (user_id, secret, last_step) values (${id}, ${sealed}, 0)`;
  return secret;
}
