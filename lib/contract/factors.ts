/** What signs somebody in besides the password. */
import { z } from "zod";
import { text, time, words } from "./fields.ts";

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

export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  created_at: time,
  last_used_at: time.nullable(),
});
export type Passkey = z.infer<typeof passkey>;

const part = text(20_000);

/** `options` are for `PublicKeyCredential.parse…OptionsFromJSON`; `challenge` is sent back. */
export const passkeyChallenge = z.object({
  options: z.record(z.string(), z.unknown()),
  challenge: z.string(),
});

/** `response` is what `toJSON` of the browser's credential gives. */
export const passkeyInput = z.strictObject({
  challenge: text(2000),
  name: words(100),
  response: z.looseObject({
    id: text(2000),
    rawId: text(2000),
    type: z.literal("public-key"),
    response: z.looseObject({ clientDataJSON: part, attestationObject: part }),
  }),
});

export const passkeySignInInput = z.strictObject({
  challenge: text(2000),
  response: z.object({
    id: text(2000),
    rawId: text(2000),
    type: z.literal("public-key"),
    clientExtensionResults: z.object({}).default({}),
    response: z.object({ clientDataJSON: part, authenticatorData: part, signature: part }),
  }),
  remember: z.boolean().default(false),
});

export const passkeysAnswer = z.object({ passkeys: z.array(passkey) });
