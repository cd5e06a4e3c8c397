/**
 * A function that runs `work` at once, and then at most every `pause` milliseconds, however often it
 * is called; a run always follows the last call. `later` is `setTimeout`.
 */
export function throttle(
  work: () => void,
  pause = 300,
  later: (work: () => void, pause: number) => unknown = setTimeout,
): () => void {
  let resting = false;
  let again = false;
  const run = () => {
    again = false;
    resting = true;
    later(rested, pause);
    work();
  };
  const rested = () => {
    resting = false;
    if (again) run();
  };
  return () => {
    if (resting) again = true;
    else run();
  };
}
