/** Adds passkeys to the account. */
import { call } from "./http.ts";

type Begun = { options: PublicKeyCredentialCreationOptionsJSON; challenge: string };

/** Makes a passkey and adds it to the account. Rejects with a CallError, or as the browser does. */
export async function addPasskey(name: string, current_password: string): Promise<void> {
  const path = "/api/auth/passkeys";
  const { options, challenge } = await call<Begun>("PUT", `${path}/setup`, {
    body: { current_password },
  });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = await navigator.credentials.create({ publicKey });
  await call("PUT", path, { body: { challenge, response, name } });
}
