import type { ComponentChildren } from "preact";
import { AlertIcon } from "./icons.tsx";

type ProblemNoteProps = {
  text?: string;
  /** A link or button that helps. */
  children?: ComponentChildren;
};

/** The error of a form as a whole; nothing if there is none. */
export function ProblemNote({ text, children }: ProblemNoteProps) {
  if (!text) return null;
  return (
    <p class="line note tone-danger" role="alert" tabIndex={-1}>
      <AlertIcon />
      <span>{text} {children}</span>
    </p>
  );
}
