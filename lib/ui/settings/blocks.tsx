import type { Block } from "../../contract/blocks.ts";
import type { Clock } from "../../time/formats.ts";
import { Avatar } from "../components/avatar.tsx";
import { RelativeTime } from "../components/relative_time.tsx";
import { UnblockForm } from "../requests/block_person.tsx";
import { SettingsSection } from "./settings_form.tsx";

/** The patients whom a researcher has blocked. */
export function BlocksSection({ blocks, clock }: { blocks: Block[]; clock: Clock }) {
  return (
    <SettingsSection
      id="blocks"
      title="Blocked people"
      about="They do not find you, and cannot ask you for meetings or write to you. You block a person on the page of their request or meeting."
    >
      {blocks.length === 0 && <p class="quiet">You have blocked nobody.</p>}
      <ul class="session-list">
        {blocks.map(({ user, created_at }) => (
          <li key={user.id} class="line session">
            <Avatar person={user} />
            <div class="session-body">
              <p class="session-name">
                <bdi>{user.full_name}</bdi>
              </p>
              <p class="quiet">
                Blocked <RelativeTime at={created_at} clock={clock} />
              </p>
            </div>
            <UnblockForm person={user} next="/settings#blocks" />
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
