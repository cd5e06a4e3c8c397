/** Who somebody is: accounts, sessions, tokens, and the one lookup of an identity. */
export {
  authenticate,
  authenticatePassword,
  createAccount,
  draftAccount,
  finishSignIn,
  register,
  signIn,
} from "./accounts.ts";
export { changeEmail, changePassword } from "./changes.ts";
export { type AnyHeaders, tokenFrom } from "./credentials.ts";
export { createDemoAccounts, DEMO_PASSWORD } from "./demo.ts";
export {
  addAuthenticator,
  beginAuthenticator,
  findFactors,
  readSetup,
  removeAuthenticator,
  renewRecoveryCodes,
} from "./factors/authenticator.ts";
export { identifyHandshake } from "./handshake.ts";
export { examine, identify } from "./identity.ts";
export { findProfile, updateProfile } from "./profile.ts";
export { readSecret } from "./secret.ts";
export { endOtherSessions, endSession, listSessions, logout } from "./sessions.ts";
export type { AuthSettings, Remote } from "./settings.ts";
