/** Tokens: JWTs that name a session. What they say counts only while the session's row stands. */
import { errors, jwtVerify, SignJWT } from "jose";
import type { AuthSettings } from "./settings.ts";

/** `userId` is the claim `sub`, `sessionId` is `sid`. */
export type Claims = { userId: number; sessionId: number; expiresAt: Date };

const algorithm = "HS256";
const type = "JWT";
const name = "liaison"; // issuer and audience

/** A signed token, good until `expiresAt` at the latest (whole seconds). */
export async function signToken(auth: AuthSettings, claims: Claims): Promise<string> {
  return await new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setIssuer(name)
    .setAudience(name)
    .setSubject(String(claims.userId))
    .setIssuedAt()
    .setExpirationTime(claims.expiresAt)
    .sign(auth.secret);
}

/** What a token says; null if it is not ours, or no longer good. */
export async function readToken(auth: AuthSettings, token: string): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, auth.secret, {
      algorithms: [algorithm],
      typ: type,
      issuer: name,
      audience: name,
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
