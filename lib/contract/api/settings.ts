import {
  confirmationInput,
  emailInput,
  passwordInput,
  profileInput,
  sessionsAnswer,
  userAnswer,
} from "../account.ts";
import { signIn } from "../users.ts";
import { CHOICE_TYPES, choicesAnswer, choicesInput } from "../choices.ts";
import type { Endpoint } from "./endpoint.ts";
import * as examples from "./examples.ts";

const choices = CHOICE_TYPES.map((notification_type) => ({
  notification_type,
  inbox: notification_type !== "meeting_reminder",
  desktop: true,
}));

const account: Endpoint[] = [
  {
    method: "PUT",
    path: "/api/auth/me",
    tag: "Accounts",
    summary: "Change your profile",
    description: "What is left out stays as it is. `time_zone` and `locale` are for the times " +
      "that are shown to you; specialty, institution and biography are what patients see of researchers.",
    body: profileInput,
    example: { full_name: "Emma Wilson", time_zone: "Europe/London", locale: "en-GB" },
    answers: {
      200: {
        means: "The caller as they are now",
        schema: userAnswer,
        example: { user: examples.user },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/password",
    tag: "Accounts",
    summary: "Change your password",
    description:
      "All your sessions end, and so does your calendar feed. The answer has the token " +
      "of a new session in place of the present one. Wrong attempts count as failed sign-ins.",
    body: passwordInput,
    example: { current_password: "correct horse battery", new_password: "staple battery horse" },
    answers: {
      200: { means: "Changed", schema: signIn, example: examples.signedIn, cookie: true },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/email",
    tag: "Accounts",
    summary: "Change the address you sign in with",
    description: "Wrong attempts count as failed sign-ins.",
    body: emailInput,
    example: { email: "wilson@example.org", current_password: "correct horse battery" },
    answers: {
      200: {
        means: "The caller as they are now",
        schema: userAnswer,
        example: { user: { ...examples.user, email: "wilson@example.org" } },
      },
    },
    errors: ["email_taken"],
  },
];

const sessions: Endpoint[] = [
  {
    method: "GET",
    path: "/api/auth/sessions",
    tag: "Accounts",
    summary: "List where you are signed in",
    description: "The latest hundred sessions, the present one first.",
    answers: {
      200: {
        means: "The sessions",
        schema: sessionsAnswer,
        example: {
          sessions: [{
            id: 12,
            user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
            created_at: "2099-01-10T09:00:00.000Z",
            last_seen_at: "2099-01-10T11:30:00.000Z",
            expires_at: "2099-01-17T09:00:00.000Z",
            current: true,
          }],
        },
      },
    },
  },
  {
    method: "DELETE",
    path: "/api/auth/sessions/{id}",
    tag: "Accounts",
    summary: "Sign out somewhere",
    description:
      "The session's token is invalid from then on, and its sockets are closed. It needs the password again.",
    body: confirmationInput,
    example: { current_password: "correct horse battery" },
    answers: { 204: { means: "Ended" } },
  },
  {
    method: "DELETE",
    path: "/api/auth/sessions",
    tag: "Accounts",
    summary: "Sign out all other devices",
    description: "Ends all your sessions but the one that calls. It needs the password again.",
    body: confirmationInput,
    example: { current_password: "correct horse battery" },
    answers: { 204: { means: "Ended" } },
  },
];

const choosing: Endpoint[] = [
  {
    method: "GET",
    path: "/api/notification-choices",
    tag: "Notifications",
    summary: "Get the notifications that you want",
    description: "By type of notification; `other` is for all types that are not listed.",
    answers: {
      200: { means: "Your choices", schema: choicesAnswer, example: { choices } },
    },
  },
  {
    method: "PUT",
    path: "/api/notification-choices",
    tag: "Notifications",
    summary: "Choose the notifications that you want",
    description: "With `inbox` false, new notifications of the type arrive as read. With " +
      "`desktop` false, the browser shows none of its own for them. Types that are left out " +
      "stay as they are.",
    body: choicesInput,
    example: {
      choices: [{ notification_type: "meeting_reminder", inbox: false, desktop: true }],
    },
    answers: {
      200: { means: "All your choices", schema: choicesAnswer, example: { choices } },
    },
  },
];

export const settingsEndpoints: Endpoint[] = [...account, ...sessions, ...choosing];
