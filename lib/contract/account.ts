/** What people change about their own account. */
import { z } from "zod";
import { email, fullName, text, time, timeZone } from "./fields.ts";
import { locale } from "./locales.ts";
import { password, user } from "./users.ts";

/** What is left out stays as it is; null and `""` empty a field. */
export const profileInput = z.strictObject({
  full_name: fullName.optional(),
  time_zone: timeZone.optional(),
  locale: locale.optional(),
  specialty: text(200).trim().nullish(),
  institution: text(200).trim().nullish(),
  bio: text(2000).trim().nullish(),
});
export type ProfileInput = z.infer<typeof profileInput>;

/** What patients see of a researcher, besides the name. */
export type Profile = { specialty: string | null; institution: string | null; bio: string | null };

export const userAnswer = z.object({ user });

const currentPassword = text(200).min(1, "must not be empty");

export const passwordInput = z.strictObject({
  current_password: currentPassword,
  new_password: password,
});

/** By a link for those who forgot theirs. */
export const newPasswordInput = z.strictObject({ new_password: password });

/** Confirms what may not be done by whoever finds an open page. */
export const confirmationInput = z.strictObject({ current_password: currentPassword });

export const emailInput = z.strictObject({ email, current_password: currentPassword });

/** A valid sign-in; `last_seen_at` is exact to some minutes, and null if it was not used again. */
export const session = z.object({
  id: z.int().min(1),
  user_agent: z.string().nullable(),
  created_at: time,
  last_seen_at: time.nullable(),
  expires_at: time,
  /** Whether it is the caller's present one. */
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;

/** A sign-in of the past; `address` is an IPv4 address or the network of an IPv6 one. */
export type PastSignIn = {
  id: number;
  at: string;
  user_agent: string | null;
  address: string | null;
  new_device: boolean;
};
/** A sign-in from a new device, for the banner on the person's other devices. */
export type NewSignIn = Pick<PastSignIn, "id" | "at" | "user_agent">;

export const sessionsAnswer = z.object({ sessions: z.array(session) });
