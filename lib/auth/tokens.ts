/** Tokens: JWTs that name a session, and are valid only while the row of that session exists. */
import { errors, jwtVerify, SignJWT } from "jose";
import type { AuthSettings } from "./settings.ts";

/** `userId` is the claim `sub`, `sessionId` is `sid`. */
export type Claims = { userId: number; sessionId: number; expiresAt: Date };

const ALGORITHM = "HS256";
const TYPE = "JWT";
const ISSUER = "liaison"; // and audience

/** A signed token, valid until `expiresAt` at the latest (whole seconds). */
export async function signToken(auth: AuthSettings, claims: Claims): Promise<string> {
  return await new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(String(claims.userId))
    .setIssuedAt()
    .setExpirationTime(claims.expiresAt)
    .sign(auth.secret);
}

/**
 * The claims of a token; null if it was not issued here, or expired more than `tolerance` seconds
 * ago.
 */
export async function readToken(
  auth: AuthSettings,
  token: string,
  tolerance = 0,
): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, auth.secret, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: ISSUER,
      clockTolerance: tolerance,
      requiredClaims: ["sub", "sid", "iat", "exp"],
    });
    const { sub, sid, exp } = payload;
    const userId = Number(sub);
    if (!isId(userId, 2 ** 31) || !isId(sid, Number.MAX_SAFE_INTEGER) || !exp) return null;
    return { userId, sessionId: sid, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function isId(value: unknown, end: number): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < end;
}
