/** What signing in depends on. */
export type AuthSettings = {
  /** Signs tokens; 32 bytes or more. */
  secret: Uint8Array;
  /** Whether the cookie is for https alone. */
  secureCookies: boolean;
  /** Other origins whose pages may call and write, as a browser sends them. */
  allowedOrigins: string[];
  /** The most registrations in an hour: from one address, and in total. */
  registrations: { perAddress: number; inTotal: number };
};

/** Where a call came from. */
export type Remote = {
  address: string;
  userAgent: string | null;
  /** The marks of the device, which say in whose accounts it has signed in before. */
  marks?: string[];
};
