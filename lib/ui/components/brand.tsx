/** The mark and name of the application, as a link. */
export function Brand({ href }: { href: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>Liaison</span>
    </a>
  );
}

/** The mark of the application: two people's paths that meet. */
function Mark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect class="brand-mark-ground" width="32" height="32" rx="9" />
      <path class="brand-mark-line" d="M9 8.5v9a6 6 0 0 0 6 6h1" />
      <path class="brand-mark-line" d="M23 23.5v-9a6 6 0 0 0-6-6h-1" />
    </svg>
  );
}
