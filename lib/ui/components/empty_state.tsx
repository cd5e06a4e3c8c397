import type { ComponentChildren } from "preact";

interface EmptyStateProps {
  icon: ComponentChildren;
  title: string;
  children?: ComponentChildren;
}

/** Stands where a list would be. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <span class="empty-icon">{icon}</span>
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
