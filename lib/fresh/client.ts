/** Runs in the browser: gives life to the islands that the server marked in the document. */
import { type ComponentType, h, hydrate } from "preact";
import { ISLAND_END, ISLAND_START } from "./shared.ts";

/** Hydrates every marked island in place; a mark names its component and props in `instances`. */
export function boot(instances: [ComponentType, Record<string, unknown>][]): void {
  for (const { start, end } of findIslands()) {
    const [component, props] = instances[Number(start.data.slice(ISLAND_START.length))];
    hydrate(h(component, props), between(start, end));
  }
}

function findIslands(): { start: Comment; end: Comment }[] {
  const found: { start: Comment; end: Comment }[] = [];
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  let start: Comment | null = null;
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment;
    if (comment.data.startsWith(ISLAND_START)) start = comment;
    if (start && comment.data === ISLAND_END) found.push({ start, end: comment });
  }
  return found;
}

/** Stands in for the one parent that Preact wants; this is all that Preact 10 uses of it. */
function between(start: Comment, end: Comment): Element {
  const parent = start.parentElement!;
  const childNodes: Node[] = [];
  for (let node = start.nextSibling!; node !== end; node = node.nextSibling!) childNodes.push(node);
  const insertBefore = (node: Node, next: Node | null) => parent.insertBefore(node, next ?? end);
  const { namespaceURI } = parent;
  const root = { namespaceURI, childNodes, firstChild: childNodes[0] ?? null, insertBefore };
  return root as unknown as Element;
}
