/** The passkeys of a person. */
import AddPasskey from "../../../../islands/settings/AddPasskey.tsx";
import type { Passkey } from "../../../../lib/contract/factors.ts";
import { type Clock, dateText } from "../../../../lib/time/formats.ts";
import { ConfirmedForm, type Refused } from "./authenticator_forms.tsx";

type PasskeysProps = { passkeys: Passkey[]; email: string; clock: Clock; refused?: Refused };

export function Passkeys({ passkeys, email, clock, refused }: PasskeysProps) {
  return (
    <div class="form">
      {passkeys.length === 0 && <p>You have no passkey yet.</p>}
      <ul class="passkey-list">
        {passkeys.map(({ id, name, created_at, last_used_at }) => (
          <li key={id}>
            <p>
              <bdi>{name}</bdi>
            </p>
            <p class="quiet">
              Added on {dateText(created_at, clock)},{" "}
              {last_used_at ? `last used on ${dateText(last_used_at, clock)}` : "not used yet"}
            </p>
            <ConfirmedForm
              action="remove-passkey"
              words={`Remove ${name}`}
              email={email}
              refused={refused}
              passkey={id}
              isDanger
            />
          </li>
        ))}
      </ul>
      <AddPasskey email={email} />
    </div>
  );
}
