/** What the browser says about passkeys. */

/** Whether this browser has passkeys. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function";
}

/** Whether the person closed the browser's dialog, which is no error. */
export function isCancelled(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}
