/** Lets rows make room for one another instead of jumping. */
import { Component, type ComponentChildren, createRef } from "preact";

/** What moves as a whole. */
const PARTS = "li[data-id], h2, .empty, .more";
/** Milliseconds; over before a list publishes its next change, or that would count as a jump. */
const DURATION = 180;

type Tops = Map<Element, number>;

/**
 * When rendering displaces rows, moves them from where they were to where they belong; new ones
 * fade in. Not on a scrolled page: there the browser itself keeps what is looked at in place.
 */
export class Glide extends Component<{ children: ComponentChildren }> {
  readonly #root = createRef<HTMLDivElement>();
  #moving: Animation[] = [];

  #tops(): Tops {
    const parts = this.#root.current?.querySelectorAll(PARTS) ?? [];
    return new Map([...parts].map((part) => [part, part.getBoundingClientRect().top]));
  }

  override getSnapshotBeforeUpdate(): Tops {
    return this.#tops();
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: Tops): void {
    if (scrollY > 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#moving.forEach((animation) => animation.cancel());
    this.#moving = [...this.#tops()].flatMap(([part, top]) => {
      const from = before.get(part);
      if (from === undefined) return move(part, [{ opacity: 0 }, { opacity: 1 }]);
      return from === top ? [] : move(part, [{ transform: `translateY(${from - top}px)` }, {}]);
    });
  }

  render() {
    return <div ref={this.#root}>{this.props.children}</div>;
  }
}

function move(part: Element, frames: Keyframe[]): Animation {
  return part.animate(frames, { duration: DURATION, easing: "ease-out" });
}
