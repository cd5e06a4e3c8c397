/** Values that only this app can read or make: encrypted by AES-GCM. */
import { createHash } from "node:crypto";
import { compactDecrypt, CompactEncrypt, errors } from "jose";
import type { AuthSettings } from "./settings.ts";

/** `value` as an encrypted text. Each `purpose` has a key of its own, from the secret of tokens. */
export async function seal(auth: AuthSettings, purpose: string, value: unknown): Promise<string> {
  return await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(keyOf(auth, purpose));
}

/** The value of a `sealed` text; null if it was not made with this secret and for this purpose. */
export async function unseal<T>(
  auth: AuthSettings,
  purpose: string,
  sealed: string,
): Promise<T | null> {
  try {
    const options = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
    const { plaintext } = await compactDecrypt(sealed, keyOf(auth, purpose), options);
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function keyOf({ secret }: AuthSettings, purpose: string): Uint8Array {
  return createHash("sha256").update(purpose).update(secret).digest();
}
