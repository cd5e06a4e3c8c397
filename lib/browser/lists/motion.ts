/** What moves on this page. */

/** Milliseconds. */
const DURATION = 180;

const moving = new Set<Animation>();
const waiting = new Set<() => void>();

/** Shows `part` go through `frames`. */
export function animate(part: Element, frames: Keyframe[]): Animation {
  const animation = part.animate(frames, { duration: DURATION, easing: "ease-out" });
  moving.add(animation);
  animation.onfinish = animation.oncancel = () => moving.delete(animation);
  return animation;
}

/** Whether anything moves that somebody may look at. */
export function isMoving(): boolean {
  return moving.size > 0 && !document.hidden;
}

/**
 * Runs `work` once nothing moves and people have seen that: browsers count it as a layout shift when
 * what moves gets another place, wherever it is shown. Once, however often it is called until then.
 */
export function whenStill(work: () => void): void {
  if (waiting.has(work)) return;
  waiting.add(work);
  const look = () => {
    if (isMoving()) return void requestAnimationFrame(() => setTimeout(look));
    waiting.delete(work);
    work();
  };
  look();
}

/** Has everything be where it is on its way to. */
export function finishMoving(): void {
  moving.forEach((animation) => animation.finish());
  moving.clear();
}
