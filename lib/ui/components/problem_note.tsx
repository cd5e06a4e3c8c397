import type { ComponentChildren } from "preact";
import { AlertIcon } from "./icons.tsx";

type ProblemNoteProps = {
  text?: string;
  /** A way on. */
  children?: ComponentChildren;
};

/** What went wrong with a form as a whole; nothing if nothing did. */
export function ProblemNote({ text, children }: ProblemNoteProps) {
  if (!text) return null;
  return (
    <p class="line note tone-danger" role="alert" tabIndex={-1}>
      <AlertIcon />
      <span>{text} {children}</span>
    </p>
  );
}
