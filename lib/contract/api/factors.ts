import { confirmationInput } from "../account.ts";
import {
  authenticatorInput,
  authenticatorSetup,
  factors,
  passkeyChallenge,
  passkeyInput,
  passkeysAnswer,
  passkeySignInInput,
  recoveryCodes,
} from "../factors.ts";
import { signIn } from "../users.ts";
import * as examples from "./examples.ts";
import type { Endpoint } from "./endpoint.ts";

const codes = { recovery_codes: ["h7wq-2mpx-9rta-k3ue", "b4nd-x8zs-6gvy-c2jf"] };
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = { current_password: "correct horse battery" };

const challenge = "eyJhbGciOiJkaXIi…";
const credential = { id: "AX9…", rawId: "AX9…", type: "public-key" };
const clientDataJSON = "eyJ0eXBlIjoi…";

const passkeys: Endpoint[] = [
  {
    method: "GET",
    path: "/api/auth/passkeys",
    tag: "Accounts",
    summary: "List your passkeys",
    answers: {
      200: {
        means: "Your passkeys, the latest first",
        schema: passkeysAnswer,
        example: {
          passkeys: [{
            id: "AX9",
            name: "My phone",
            created_at: "2099-01-10T09:00:00.000Z",
            last_used_at: null,
          }],
        },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/passkeys/setup",
    tag: "Accounts",
    summary: "Begin to add a passkey",
    description: "It needs the password again. `options` are for " +
      "`PublicKeyCredential.parseCreationOptionsFromJSON` in the browser.",
    body: confirmationInput,
    example: password,
    answers: {
      200: {
        means: "What the browser needs, for five minutes",
        schema: passkeyChallenge,
        example: { options: { challenge: "DHGQsCn…" }, challenge },
      },
    },
    errors: ["conflict"],
  },
  {
    method: "PUT",
    path: "/api/auth/passkeys",
    tag: "Accounts",
    summary: "Finish adding a passkey",
    description: "A challenge is answered once.",
    body: passkeyInput,
    example: {
      challenge,
      name: "My phone",
      response: { ...credential, response: { clientDataJSON, attestationObject: "o2NmbXQ…" } },
    },
    answers: { 204: { means: "Added" } },
    errors: ["conflict"],
  },
  {
    method: "GET",
    path: "/api/auth/login/passkey",
    tag: "Accounts",
    summary: "Begin to sign in with a passkey",
    open: true,
    answers: {
      200: {
        means: "What the browser needs, for five minutes",
        schema: passkeyChallenge,
        example: { options: { challenge: "DHGQsCn…" }, challenge },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/login/passkey",
    tag: "Accounts",
    summary: "Sign in with a passkey",
    description: "It asks for no other factor: the device has made sure who uses it.",
    open: true,
    body: passkeySignInInput,
    example: {
      challenge,
      response: {
        ...credential,
        response: { clientDataJSON, authenticatorData: "SZYN5Y…", signature: "MEUCIQ…" },
      },
    },
    answers: {
      200: { means: "Signed in", schema: signIn, example: examples.signedIn, cookie: true },
    },
    errors: ["not_found"],
  },
];

export const factorEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/auth/factors",
    tag: "Accounts",
    summary: "What signs you in besides the password",
    answers: {
      200: {
        means: "Your authenticator app, if there is one, and how many recovery codes are left",
        schema: factors,
        example: {
          authenticator: { created_at: "2099-01-10T09:00:00.000Z", last_used_at: null },
          recovery_codes: 10,
        },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/authenticator/setup",
    tag: "Accounts",
    summary: "Begin to set up an authenticator app",
    description: "It needs the password again. Nothing is kept until the app's code is sent.",
    body: confirmationInput,
    example: password,
    answers: {
      200: {
        means: "What the app needs, for 15 minutes: the secret, or its address as a QR code",
        schema: authenticatorSetup,
        example: {
          setup: "eyJhbGciOiJkaXIi…",
          secret,
          uri: `otpauth://totp/Liaison:emma%40example.org?issuer=Liaison&secret=${secret}`,
        },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/auth/authenticator",
    tag: "Accounts",
    summary: "Finish setting up an authenticator app",
    description: "In place of an earlier one. From then on signing in asks for its codes (`otp`).",
    body: authenticatorInput,
    example: { setup: "eyJhbGciOiJkaXIi…", otp: "123456" },
    answers: {
      200: {
        means: "Set up. Each recovery code signs in once; they are not shown again",
        schema: recoveryCodes,
        example: codes,
      },
    },
  },
  {
    method: "DELETE",
    path: "/api/auth/authenticator",
    tag: "Accounts",
    summary: "Remove your authenticator app",
    description: "With its recovery codes. It needs the password again.",
    body: confirmationInput,
    example: password,
    answers: { 204: { means: "Removed" } },
  },
  {
    method: "PUT",
    path: "/api/auth/recovery-codes",
    tag: "Accounts",
    summary: "Get new recovery codes",
    description: "In place of those that are left. It needs the password again.",
    body: confirmationInput,
    example: password,
    answers: {
      200: { means: "They are not shown again", schema: recoveryCodes, example: codes },
    },
    errors: ["conflict"],
  },
  ...passkeys,
];
