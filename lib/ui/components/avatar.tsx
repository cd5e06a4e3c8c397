import type { Actor } from "../../contract/users.ts";

/**
 * A person's initials on a coloured disc. Screen readers pass it over, since the name is beside it.
 */
export function Avatar({ person, class: more = "" }: { person: Actor; class?: string }) {
  return (
    <span class={`disc avatar avatar-${person.id % 6} ${more}`} aria-hidden="true">
      {initialsOf(person.full_name)}
    </span>
  );
}

/** `Dr. Sarah Smith` → `SS`. Titles (words that end in a full stop) are left out. */
export function initialsOf(name: string): string {
  const all = name.trim().split(/\s+/);
  const words = all.filter((word) => !word.endsWith("."));
  const [first, ...rest] = words.length > 0 ? words : all;
  return [first, rest.at(-1)].map((word) => [...word ?? ""][0] ?? "").join("").toUpperCase();
}
