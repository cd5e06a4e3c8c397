/** Animates rows to their new positions when others come and go. */
import { Component, type ComponentChildren, createRef } from "preact";
import { animate, isMoving, whenStill } from "./motion.ts";

/** The elements that are animated. */
const PARTS = "section, ul, li[data-id], h2, .empty-state, .list-more";

type Positions = Map<Element, { x: number; y: number }>;

/**
 * When rendering displaces elements, they move from where they were to where they belong; new ones
 * fade in. While anything moves, rendering waits until that has ended. Nothing is animated on a
 * scrolled page: there the browser keeps the visible part where it is.
 */
export class AnimatedLayout extends Component<{ children: ComponentChildren }> {
  readonly #root = createRef<HTMLDivElement>();
  readonly #render = () => this.forceUpdate();
  #moving: Animation[] = [];
  #layout = "";

  get #parts(): HTMLElement[] {
    return [...this.#root.current?.querySelectorAll<HTMLElement>(PARTS) ?? []];
  }

  #positions(): Positions {
    return new Map(this.#parts.map((part) => [part, part.getBoundingClientRect()]));
  }

  /** Whether the layout has changed since the last rendering, whatever animations show meanwhile. */
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

  override getSnapshotBeforeUpdate(): Positions {
    return this.#positions();
  }

  override componentDidUpdate(_props: unknown, _state: unknown, before: Positions): void {
    if (
      !this.#isDisplaced() || scrollY > 0 || matchMedia("(prefers-reduced-motion: reduce)").matches
    ) return;
    this.#moving.forEach((animation) => animation.cancel());
    const ways: Positions = new Map();
    this.#moving = [...this.#positions()].flatMap(([part, { x, y }]) => {
      const from = before.get(part);
      if (!from) return animate(part, [{ opacity: 0 }, { opacity: 1 }]);
      const way = { x: from.x - x, y: from.y - y };
      ways.set(part, way);
      // An ancestor that moves takes the element along.
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
