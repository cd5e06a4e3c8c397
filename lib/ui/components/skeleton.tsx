/** Shown while something is being loaded. Screen readers say `label`. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div class="card skeleton" role="img" aria-label={label}>
      <span class="skeleton-line" />
      <span class="skeleton-line" />
      <span class="skeleton-line" />
    </div>
  );
}
