import { Mark } from "./icons.tsx";

/** The mark and name of the application, as a link. */
export function Brand({ href }: { href: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>Liaison</span>
    </a>
  );
}
