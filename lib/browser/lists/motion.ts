/** What moves on this page. */

/** Milliseconds. */
const DURATION = 180;

const moving = new Set<Animation>();
const waiting = new Set<() => void>();

/** Shows `part` go through `frames`. */
export function move(part: Element, frames: Keyframe[]): Animation {
  const animation = part.animate(frames, { duration: DURATION, easing: "ease-out" });
  moving.add(animation);
  animation.onfinish = animation.oncancel = () => moving.delete(animation);
  return animation;
}

/**
 * Runs `work` once nothing moves and people have seen that: browsers count it as a jump when what
 * moves gets another place, wherever it is shown. At once where nothing moves or nobody looks; and
 * once, however often it is called until then.
 */
export function onceStill(work: () => void): void {
  if (waiting.has(work)) return;
  if (moving.size === 0 || document.hidden) return work();
  waiting.add(work);
  requestAnimationFrame(() =>
    setTimeout(() => {
      waiting.delete(work);
      onceStill(work);
    })
  );
}

/** Has everything be where it is on its way to. */
export function settle(): void {
  moving.forEach((animation) => animation.finish());
}
