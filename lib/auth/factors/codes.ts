/** The codes of a second factor: of an authenticator app (TOTP, RFC 6238), and for recovery. */
import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const STEP_S = 30;
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"; // without letters that look like digits
const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 16;

/** A new secret for an authenticator app, in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address by which an authenticator app takes the secret, as in a QR code. */
export function secretUri(secret: string, email: string): string {
  return appOf(secret, email).toString();
}

/**
 * The step of 30 seconds, counted from 1970, whose code `code` is; null if it is none of the present
 * step, the one before or the one after.
 */
export function stepOf(secret: string, code: string, now = Date.now()): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = appOf(secret).validate({ token: code, window: 1, timestamp: now });
  return delta === null ? null : Math.floor(now / 1000 / STEP_S) + delta;
}

/** Ten new recovery codes, each with some 79 bits that nobody can guess. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
}

/** The hash by which a recovery code is kept. */
export function hashOf(code: string): Uint8Array {
  return createHash("sha256").update(plainCode(code)).digest();
}

/** A code as it is compared: without the blanks and hyphens that make it easy to read. */
export function plainCode(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, "");
}

function appOf(secret: string, email = ""): TOTP {
  return new TOTP({ issuer: "Liaison", label: email, secret: Secret.fromBase32(secret) });
}

function newRecoveryCode(): string {
  let code = "";
  while (code.length < RECOVERY_LENGTH) {
    const [byte] = randomBytes(1);
    if (byte < 248) code += ALPHABET[byte % ALPHABET.length]; // 248 is 8 × 31: none is likelier
  }
  return code.match(/.{4}/g)!.join("-");
}
