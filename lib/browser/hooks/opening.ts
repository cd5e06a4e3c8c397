/** Dialogs that are opened for something, one after the other. */
import { useState } from "preact/hooks";

/** One time that a dialog is open. */
export interface Opening<T> {
  /** What it is open for. */
  subject: T;
  /** Not that of any other opening. */
  key: number;
  /** Ends this opening and no other. */
  close: () => void;
}

let openings = 0;

/**
 * The dialog that is open, if one is, and a function that opens it. Browsers tell that a dialog was
 * closed after they closed it: who opens it again before that gets another opening, which the
 * event of the last one does not end.
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
