import { z } from "zod";
import {
  expertsPage,
  expertsQuery,
  loginInput,
  registerInput,
  signIn,
  specialties,
  user,
} from "../users.ts";
import type { Endpoint } from "./endpoint.ts";
import * as examples from "./examples.ts";

export const accountEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/api/auth/register",
    tag: "Accounts",
    summary: "Register",
    description:
      "Makes an account and signs in with it. Passwords that many people use are refused. " +
      "Limited to 60 an hour from one address.",
    open: true,
    body: registerInput,
    example: {
      email: "emma@example.org",
      password: "correct horse battery",
      full_name: "Emma Wilson",
      role: "patient",
      time_zone: "Europe/London",
    },
    answers: {
      201: {
        means: "The account, signed in",
        schema: signIn,
        example: examples.signedIn,
        cookie: true,
      },
    },
    errors: ["email_taken"],
  },
  {
    method: "POST",
    path: "/api/auth/login",
    tag: "Accounts",
    summary: "Sign in",
    description: "The token goes into the Authorization header of other calls, and into the " +
      "`auth.token` of a socket. Browsers can use the cookie instead. The session ends after 12 " +
      "hours without a call, with `remember` after 14 days, and after 90 days in any case; " +
      "`expires_at` is when it ends unless it is used. Of wrong passwords for one account, 100 " +
      "an hour are taken. Where the account has an authenticator app, `otp` is a code of it, which is " +
      "taken once, or a recovery code; of wrong ones 20 an hour are taken.",
    open: true,
    body: loginInput,
    example: { email: "emma@example.org", password: "correct horse battery" },
    answers: {
      200: { means: "Signed in", schema: signIn, example: examples.signedIn, cookie: true },
    },
    errors: ["unauthenticated", "second_factor_needed"],
  },
  {
    method: "POST",
    path: "/api/auth/logout",
    tag: "Accounts",
    summary: "Sign out",
    description: "The token is invalid from then on, and its sockets are closed.",
    answers: { 204: { means: "Signed out", cookie: true } },
  },
  {
    method: "GET",
    path: "/api/auth/me",
    tag: "Accounts",
    summary: "Who is signed in",
    answers: {
      200: { means: "The caller", schema: z.object({ user }), example: { user: examples.user } },
    },
  },
  {
    method: "GET",
    path: "/api/experts",
    tag: "Accounts",
    summary: "Find researchers",
    description: "By words in their name, specialty, institution or biography, and by their " +
      "specialty as a whole.",
    query: expertsQuery,
    answers: {
      200: {
        means: "Those who match, by name, and how many there are in all",
        schema: expertsPage,
        example: { experts: [examples.expert], total: 1 },
      },
    },
  },
  {
    method: "GET",
    path: "/api/experts/specialties",
    tag: "Accounts",
    summary: "List the specialties of researchers",
    description: "The 200 most frequent at most; capital and small letters make no difference.",
    answers: {
      200: {
        means: "The specialties by name, each with how many researchers have it",
        schema: specialties,
        example: { specialties: [{ specialty: "Neurology", count: 1 }] },
      },
    },
  },
];
