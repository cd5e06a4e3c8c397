import type { AuthSettings } from "../../lib/auth/settings.ts";

export const auth: AuthSettings = {
  secret: new TextEncoder().encode(
    "a secret that only the tests know, long enough for any algorithm",
  ),
  secureCookies: false,
  allowedOrigins: ["https://friend.example.org"],
};

/** Where calls of the tests come from. */
export const remote = { address: "192.0.2.1", userAgent: "test" };
