import type { NewSignIn } from "../../contract/account.ts";
import type { Clock } from "../../time/formats.ts";
import { Form } from "../components/form.tsx";
import { AlertIcon } from "../components/icons.tsx";
import { RelativeTime } from "../components/relative_time.tsx";
import { deviceText } from "../settings/device.ts";

/** Above a page: somebody has signed in to the account on a device that is new to it. */
export function NewSignInBanner({ signIn, clock }: { signIn: NewSignIn; clock: Clock }) {
  return (
    <section class="line note tone-waiting new-sign-in" aria-label="New sign-in">
      <AlertIcon />
      <span>
        Somebody signed in to your account on a new device: {deviceText(signIn.user_agent)},{" "}
        <RelativeTime at={signIn.at} clock={clock} />. If that was not you,{" "}
        <a href="/settings#password">change your password</a>.
      </span>
      <Form action="/settings">
        <input type="hidden" name="action" value="sign-ins-seen" />
        <button type="submit" class="button">It was me</button>
      </Form>
    </section>
  );
}
