import type { ComponentChildren } from "preact";

type EmptyStateProps = {
  icon: ComponentChildren;
  title: string;
  children?: ComponentChildren;
};

/** Shown in place of an empty list. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <span class="disc tone-accent empty-state-icon">{icon}</span>
      <p class="empty-state-title">{title}</p>
      {children}
    </div>
  );
}
