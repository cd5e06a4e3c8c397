/** Lets rows make room for one another instead of jumping. */
import { Component, type ComponentChildren, createRef } from "preact";

/** What moves as a whole. */
const PARTS = "li[data-id], h2, .empty, .more";
const DURATION = 220;

type Tops = Map<Element, number>;

/**
 * When rendering displaces rows, moves them from where they were to where they belong; new ones
 * fade in. Not on a scrolled page: there the browser itself keeps what is looked at in place.
 */
export class Glide extends Component<{ children: ComponentChildren }> {
  readonly #root = createRef<HTMLDivElement>();

  #tops(): Tops {
    const parts = this.#root.current?.querySelectorAll(PARTS) ?? [];
    return new Map([...parts].map((part) => [part, part.getBoundingClientRect().top]));
  }

  override getSnapshotBeforeUpdate(): Tops {
    return this.#tops();
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: Tops): void {
    if (scrollY > 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const [part, top] of this.#tops()) {
      const from = before.get(part);
      if (from === undefined) move(part, [{ opacity: 0 }, { opacity: 1 }]);
      else if (from !== top) move(part, [{ transform: `translateY(${from - top}px)` }, {}]);
    }
  }

  render() {
    return <div ref={this.#root}>{this.props.children}</div>;
  }
}

function move(part: Element, frames: Keyframe[]): void {
  part.animate(frames, { duration: DURATION, easing: "ease-out" });
}
