/** Runs in the browser: hydrates the islands that the server marked in the document. */
import { type ComponentType, h, hydrate } from "preact";
import { ISLAND_END, ISLAND_START } from "./shared.ts";

/** Hydrates every marked island in place; a mark names its component and props in `instances`. */
export function boot(instances: [ComponentType, Record<string, unknown>][]): void {
  const marks = findMarks();
  for (let i = 0; i < marks.length; i += 2) {
    const [component, props] = instances[Number(marks[i].data.slice(ISLAND_START.length))];
    hydrate(h(component, props), between(marks[i], marks[i + 1]));
  }
}

function findMarks(): Comment[] {
  const marks: Comment[] = [];
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment;
    if (comment.data.startsWith(ISLAND_START) || comment.data === ISLAND_END) marks.push(comment);
  }
  return marks;
}

/** A substitute for the parent element that Preact needs; Preact 10 uses no more of it. */
function between(start: Comment, end: Comment): Element {
  const parent = start.parentElement!;
  const childNodes: Node[] = [];
  for (let node = start.nextSibling!; node !== end; node = node.nextSibling!) childNodes.push(node);
  const insertBefore = (node: Node, next: Node | null) => parent.insertBefore(node, next ?? end);
  const { namespaceURI } = parent;
  const root = { namespaceURI, childNodes, firstChild: childNodes[0] ?? null, insertBefore };
  return root as unknown as Element;
}
