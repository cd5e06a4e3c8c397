/** Dialogs that are opened for one subject after the other. */
import { useState } from "preact/hooks";

/** The dialog is open for a subject, once. */
export type Opening<T> = {
  subject: T;
  /** Differs from that of every other opening. */
  key: number;
  /** Closes this dialog, and none that was opened later. */
  close: () => void;
};

let openings = 0;

/**
 * The dialog that is open, if one is, and a function that opens it. The event `close` comes after the
 * dialog was closed: where it was opened again in between, that is another opening, which the late
 * event does not end.
 */
export function useOpening<T>(): [opening: Opening<T> | null, open: (subject: T) => void] {
  const [opening, setOpening] = useState<Opening<T> | null>(null);
  const open = (subject: T) => {
    const next: Opening<T> = { subject, key: ++openings, close };
    function close() {
      setOpening((now) => now === next ? null : now);
    }
    setOpening(next);
  };
  return [opening, open];
}
