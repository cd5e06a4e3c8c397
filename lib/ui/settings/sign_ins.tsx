import type { PastSignIn } from "../../contract/account.ts";
import type { Clock } from "../../time/formats.ts";
import { ComputerIcon, MobileIcon } from "../components/icons.tsx";
import { RelativeTime } from "../components/relative_time.tsx";
import { deviceText, isPhone } from "./device.ts";
import { SettingsSection } from "./settings_form.tsx";

/** A person's latest sign-ins; those that were made before there was a list of them are missing. */
export function SignInsSection({ signIns, clock }: { signIns: PastSignIn[]; clock: Clock }) {
  return (
    <SettingsSection
      id="sign-ins"
      title="Recent sign-ins"
      about="When somebody signed in to your account, and where. If it was not you, change your password."
    >
      {signIns.length === 0 && <p class="quiet">None yet.</p>}
      <ul class="session-list">
        {signIns.map(({ id, at, user_agent, address, new_device }) => (
          <li key={id} class="line session">
            <span class="disc tone-neutral session-icon">
              {isPhone(user_agent) ? <MobileIcon /> : <ComputerIcon />}
            </span>
            <div class="session-body">
              <p class="session-name">{deviceText(user_agent)}</p>
              <p class="quiet">
                <RelativeTime at={at} clock={clock} />
                {address && <>, from {address}</>}
                {new_device && <>, a new device</>}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
