/** What signing in depends on. */
export type AuthSettings = {
  /** Signs tokens; 32 bytes or more. */
  secret: Uint8Array;
  /** Whether the cookie is for https alone. */
  secureCookies: boolean;
  /** Other origins whose pages may call and write, as a browser sends them. */
  allowedOrigins: string[];
};

/** Where a call came from. */
export type Remote = { address: string; userAgent: string | null };
