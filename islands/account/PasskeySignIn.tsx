/** Signs in with a passkey; there is no button where the browser has none. */
import { useEffect, useRef, useState } from "preact/hooks";
import { wordsOf } from "../../lib/browser/api/http.ts";
import { hasPasskeys, isCancelled, signInWithPasskey } from "../../lib/browser/api/passkeys.ts";
import { useBusy } from "../../lib/browser/hooks/hooks.ts";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";

/** `next` is where to go then. */
export default function PasskeySignIn({ next }: { next: string }) {
  const [isThere, setThere] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [busy, run] = useBusy();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => setThere(hasPasskeys()), []);
  const signIn = () =>
    run(async () => {
      try {
        const box = place.current!.closest("main")!.querySelector<HTMLInputElement>(
          "[name=remember]",
        );
        await signInWithPasskey(box?.checked ?? false);
        location.assign(next);
      } catch (error) {
        setProblem(isCancelled(error) ? undefined : wordsOf(error));
      }
    });
  if (!isThere) return null;
  return (
    <div ref={place} class="form passkey-sign-in">
      <ProblemNote text={problem} />
      <button type="button" class="button button-wide" disabled={busy} onClick={signIn}>
        Use a passkey instead
      </button>
    </div>
  );
}
