/** What the browser does with passkeys. */
import { call } from "./http.ts";

type Begun<T> = { options: T; challenge: string };

/** Whether this browser has passkeys. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function";
}

/** Makes a passkey and adds it to the account. Rejects with a CallError, or as the browser does. */
export async function addPasskey(name: string, current_password: string): Promise<void> {
  const { options, challenge } = await call<Begun<PublicKeyCredentialCreationOptionsJSON>>(
    "PUT",
    "/api/auth/passkeys/setup",
    { body: { current_password } },
  );
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = await navigator.credentials.create({ publicKey });
  await call("PUT", "/api/auth/passkeys", { body: { challenge, response, name } });
}

/** Signs in with a passkey. Rejects with a CallError, or as the browser does. */
export async function signInWithPasskey(remember: boolean): Promise<void> {
  const path = "/api/auth/login/passkey";
  const { options, challenge } = await call<Begun<PublicKeyCredentialRequestOptionsJSON>>(
    "GET",
    path,
  );
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const response = await navigator.credentials.get({ publicKey });
  await call("PUT", path, { body: { challenge, response: answerOf(response), remember } });
}

/** The parts of an answer that the server reads. */
function answerOf(credential: Credential | null) {
  const { id, rawId, type, response } = (credential as PublicKeyCredential).toJSON();
  const { clientDataJSON, authenticatorData, signature } =
    response as AuthenticatorAssertionResponseJSON;
  return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature } };
}

/** Whether the person closed the browser's dialog, which is no error. */
export function isCancelled(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}
