/** Shows the page anew once its person is approved; nothing to see by itself. */
import { useEffect } from "preact/hooks";
import { call } from "../../lib/browser/api/http.ts";
import type { User } from "../../lib/contract/users.ts";

const EVERY_MS = 15_000;

export default function WatchApproval() {
  useEffect(() => {
    const ask = async () => {
      if (document.hidden) return;
      const answer = await call<{ user: User }>("GET", "/api/auth/me").catch(() => null);
      if (answer?.user.approved) location.reload();
    };
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, []);
  return null;
}
