/**
 * A function that runs `work` at once, then at most every `pause` milliseconds however often it
 * is called, and never leaves a call without a run after it. `later` is `setTimeout`.
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
