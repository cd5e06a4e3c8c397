/**
 * Signing in with a passkey. The page has no session yet, so it needs nothing of `http.ts`, which
 * would also make the scripts of other pages heavier.
 */
import { isCancelled } from "./passkey_support.ts";

const PATH = "/api/auth/login/passkey";

/** Signs in; returns what went wrong, in words for people, or null. `""`: they closed the dialog. */
export async function signInWithPasskey(remember: boolean): Promise<string | null> {
  try {
    const { options, challenge } = await ask("GET");
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const response = answerOf(await navigator.credentials.get({ publicKey }));
    await ask("PUT", JSON.stringify({ challenge, response, remember }));
    return null;
  } catch (error) {
    return isCancelled(error) ? "" : `That did not work: ${(error as Error).message}.`;
  }
}

async function ask(method: string, body?: string) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(PATH, { method, headers, body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

/** The parts of an answer that the server reads. */
function answerOf(credential: Credential | null) {
  const { id, rawId, type, response } = (credential as PublicKeyCredential).toJSON();
  const { clientDataJSON, authenticatorData, signature } =
    response as AuthenticatorAssertionResponseJSON;
  return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature } };
}
