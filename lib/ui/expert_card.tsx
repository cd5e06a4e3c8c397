import type { ComponentChildren } from "preact";
import type { Expert } from "../contract/users.ts";
import { Avatar } from "./avatar.tsx";

interface ExpertCardProps {
  expert: Expert;
  /** The button. */
  children: ComponentChildren;
}

/** A researcher, as patients browse them. */
export function ExpertCard({ expert, children }: ExpertCardProps) {
  const { id, full_name, specialty, institution, bio } = expert;
  return (
    <li class="card expert" data-id={id}>
      <div class="card-head">
        <Avatar person={expert} />
        <div class="card-title">
          <h2 id={`expert-${id}-name`}>{full_name}</h2>
          {institution && <p class="quiet">{institution}</p>}
        </div>
      </div>
      {specialty && <p class="specialty">{specialty}</p>}
      {bio && <p class="bio">{bio}</p>}
      <div class="card-actions">{children}</div>
    </li>
  );
}
