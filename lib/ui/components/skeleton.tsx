/** Stands where something is being loaded, which `label` says to screen readers. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div class="card skeleton" role="img" aria-label={label}>
      <span class="skeleton-line" />
      <span class="skeleton-line" />
      <span class="skeleton-line" />
    </div>
  );
}
