/** The animations of this page. */

/** Milliseconds. */
const DURATION = 180;

const moving = new Set<Animation>();
const waiting = new Set<() => void>();

/** Animates an element. */
export function animate(element: Element, frames: Keyframe[]): Animation {
  const animation = element.animate(frames, { duration: DURATION, easing: "ease-out" });
  moving.add(animation);
  animation.onfinish = animation.oncancel = () => moving.delete(animation);
  return animation;
}

/** Whether anything moves on a page that is visible. */
export function isMoving(): boolean {
  return moving.size > 0 && !document.hidden;
}

/**
 * Runs `work` once nothing moves and a frame has been painted: browsers count it as a layout shift when
 * a moving element gets another position. It runs once, however often this is called until then.
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

/** Ends all animations at once. */
export function finishMoving(): void {
  moving.forEach((animation) => animation.finish());
  moving.clear();
}
