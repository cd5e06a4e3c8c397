import { AlertIcon } from "./icons.tsx";

/** What went wrong with a form as a whole; nothing if nothing did. */
export function ProblemNote({ text }: { text?: string }) {
  if (!text) return null;
  return (
    <p class="problem" role="alert">
      <AlertIcon />
      <span>{text}</span>
    </p>
  );
}
