/** Who somebody is: accounts, sessions, tokens, and the one lookup of an identity. */
export { login, register } from "./accounts.ts";
export { type AnyHeaders, clearedSessionCookie, sessionCookie, tokenFrom } from "./credentials.ts";
export { createDemoAccounts, demoPassword } from "./demo.ts";
export { identifyHandshake } from "./handshake.ts";
export { identify, type Identity } from "./identity.ts";
export { logout } from "./sessions.ts";
export type { AuthSettings, Client } from "./settings.ts";
