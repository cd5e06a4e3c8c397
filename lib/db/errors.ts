/**
 * The program cannot start, or cannot go on. The message says what stands in the way and what to do
 * about it; it is written for the person at the terminal and shown without a stack trace.
 */
export class StartError extends Error {
  override name = "StartError";

  /** `cause` and `remedy` are sentences: what happened, and the way out. */
  constructor(cause: string, remedy: string) {
    super(`${cause}\n${remedy}`);
  }
}
