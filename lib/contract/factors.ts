/** What signs somebody in besides the password. */
import { z } from "zod";
import { text, time } from "./fields.ts";

/** `recovery_codes` is how many are left. */
export const factors = z.object({
  authenticator: z.object({ created_at: time, last_used_at: time.nullable() }).nullable(),
  recovery_codes: z.int().min(0),
});
export type Factors = z.infer<typeof factors>;

/** `secret` (base32) or `uri`, as a QR code, are for the app; `setup` is sent back with its code. */
export const authenticatorSetup = z.object({
  setup: z.string(),
  secret: z.string(),
  uri: z.string(),
});
export type AuthenticatorSetup = z.infer<typeof authenticatorSetup>;

export const authenticatorInput = z.strictObject({ setup: text(2000), otp: text(40).trim() });

export const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) });
