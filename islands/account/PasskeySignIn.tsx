/** Signs in with a passkey; there is no button where the browser has none. */
import { useEffect, useRef, useState } from "preact/hooks";
import { signInWithPasskey } from "../../lib/browser/api/passkey_sign_in.ts";
import { hasPasskeys } from "../../lib/browser/api/passkey_support.ts";

/** `next` is where to go then. */
export default function PasskeySignIn({ next }: { next: string }) {
  const [isThere, setThere] = useState(false);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => setThere(hasPasskeys()), []);
  const signIn = async () => {
    const page = place.current!.closest("main")!;
    const box = page.querySelector<HTMLInputElement>("[name=remember]");
    setBusy(true);
    const wrong = await signInWithPasskey(box?.checked ?? false);
    if (wrong === null) return location.assign(next);
    setProblem(wrong);
    setBusy(false);
  };
  if (!isThere) return null;
  return (
    <div ref={place} class="form passkey-sign-in">
      {problem && <p class="field-error" role="alert">{problem}</p>}
      <button type="button" class="button button-wide" disabled={busy} onClick={signIn}>
        Use a passkey instead
      </button>
    </div>
  );
}
