import { z } from "zod";
import { count, email, fullName, id, text, time, timeZone } from "./fields.ts";

export const role = z.enum(["patient", "researcher"]);

/** What one person may see of another. */
export const person = z.object({ id, full_name: z.string(), role });
export type Person = z.infer<typeof person>;

/** Who caused something: a person or another system. */
export const actor = z.object({ id, full_name: z.string() });
export type Actor = z.infer<typeof actor>;

/** The owner of a token is a person or another system. */
export const callerRole = z.enum([...role.options, "admin", "service"]);

/**
 * What a caller sees of their own account; `locale` (BCP 47) is how they read dates. A researcher
 * who is not `approved` may use the settings alone.
 */
export const user = person.extend({
  role: callerRole,
  email: z.string(),
  time_zone: z.string(),
  locale: z.string(),
  approved: z.boolean(),
});
export type User = z.infer<typeof user>;

/** Who is signed in, until `expiresAt` unless the session ends before. */
export type Identity = { user: User; sessionId: number; expiresAt: Date };

export const expert = person.extend({
  specialty: z.string().nullable(),
  institution: z.string().nullable(),
  bio: z.string().nullable(),
  time_zone: z.string(),
});
export type Expert = z.infer<typeof expert>;

/** A password that somebody chooses. */
export const password = text(200).min(8, "must have 8 characters or more");

export const registerInput = z.object({
  email,
  password,
  full_name: fullName,
  role,
  time_zone: timeZone.optional(),
  specialty: text(200).trim().nullish(),
  institution: text(200).trim().nullish(),
  bio: text(2000).trim().nullish(),
});
export type RegisterInput = z.infer<typeof registerInput>;

export const loginInput = z.object({
  email: text(254).trim(),
  password: text(200),
  otp: text(40).optional(),
  remember: z.boolean().default(false),
});
export type LoginInput = z.infer<typeof loginInput>;

/** The answer to a sign-in or registration. */
export const signIn = z.object({ token: z.string(), expires_at: time, user });
export type SignIn = z.infer<typeof signIn>;

export const expertsQuery = z.object({
  search: text(200).trim().default(""),
  specialty: text(200).trim().default(""),
  limit: count(1, 100, 50),
  offset: count(0, 1_000_000, 0),
});
export type ExpertsQuery = z.infer<typeof expertsQuery>;

export const expertsPage = z.object({ experts: z.array(expert), total: z.int() });
export type ExpertsPage = z.infer<typeof expertsPage>;

/** What researchers work on, and how many of them do. */
export const specialties = z.object({
  specialties: z.array(z.object({ specialty: z.string(), count: z.int() })),
});
export type Specialties = z.infer<typeof specialties>["specialties"];
