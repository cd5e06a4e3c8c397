/** Lets rows make room for one another instead of jumping. */
import { Component, type ComponentChildren, createRef } from "preact";
import { animate, isMoving, whenStill } from "./motion.ts";

/** What moves as a whole. */
const PARTS = "section, ul, li[data-id], h2, .empty-state, .list-more";

type Places = Map<Element, { x: number; y: number }>;

/**
 * When rendering displaces rows, moves them from where they were to where they belong; new ones
 * fade in. What is rendered while anything moves shows when that has ended. Not on a scrolled page:
 * there the browser itself keeps what is looked at in place.
 */
export class AnimatedLayout extends Component<{ children: ComponentChildren }> {
  readonly #root = createRef<HTMLDivElement>();
  readonly #render = () => this.forceUpdate();
  #moving: Animation[] = [];
  #layout = "";

  get #parts(): HTMLElement[] {
    return [...this.#root.current?.querySelectorAll<HTMLElement>(PARTS) ?? []];
  }

  #places(): Places {
    return new Map(this.#parts.map((part) => [part, part.getBoundingClientRect()]));
  }

  /** Whether parts belong elsewhere than after the last change, wherever they are on their way. */
  #isDisplaced(): boolean {
    const before = this.#layout;
    this.#layout = this.#parts.map(({ dataset, offsetLeft, offsetTop }) =>
      [dataset.id, offsetLeft, offsetTop].join()
    ).join(" ");
    return this.#layout !== before;
  }

  override shouldComponentUpdate(): boolean {
    if (!isMoving()) return true;
    whenStill(this.#render);
    return false;
  }

  override getSnapshotBeforeUpdate(): Places {
    return this.#places();
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: Places): void {
    if (
      !this.#isDisplaced() || scrollY > 0 || matchMedia("(prefers-reduced-motion: reduce)").matches
    ) return;
    this.#moving.forEach((animation) => animation.cancel());
    const ways: Places = new Map();
    this.#moving = [...this.#places()].flatMap(([part, { x, y }]) => {
      const from = before.get(part);
      if (!from) return animate(part, [{ opacity: 0 }, { opacity: 1 }]);
      const way = { x: from.x - x, y: from.y - y };
      ways.set(part, way);
      // What it is in moves as well, and takes it along.
      const along = ways.get(part.parentElement!.closest(PARTS)!) ?? { x: 0, y: 0 };
      if (way.x === along.x && way.y === along.y) return [];
      const transform = `translate(${way.x - along.x}px, ${way.y - along.y}px)`;
      return animate(part, [{ transform }, {}]);
    });
  }

  render() {
    return <div ref={this.#root}>{this.props.children}</div>;
  }
}
