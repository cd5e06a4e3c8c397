import { type ComponentChildren, createContext, Fragment, h, options, type VNode } from "preact";
import { isValidElement, toChildArray } from "preact";
import { useContext } from "preact/hooks";
import { renderToString } from "preact-render-to-string";
import { serialize } from "./serialize.ts";
import { ISLAND_END, ISLAND_START, shared } from "./shared.ts";
import type { Island, Snapshot } from "./snapshot.ts";

type Props = Record<string, unknown>;
type Instance = { island: Island; props: Props };
type Rendering = { snapshot: Snapshot; nonce: string | null; instances: Instance[] };

/** The page that is being rendered. Rendering never waits, so there is at most one. */
let current: Rendering | null = null;

/** The document of `content`, with its islands marked and the script that hydrates them. */
export function renderPage(content: ComponentChildren, snapshot: Snapshot, nonce: string | null) {
  const rendering: Rendering = current = { snapshot, nonce, instances: [] };
  const gathered: ComponentChildren[] = shared.head = [];
  try {
    const html = "<!DOCTYPE html>" + renderToString(h(Fragment, null, content));
    const headed = gathered.length ? placeHead(html, gathered) : html;
    return rendering.instances.length ? placeScript(headed, bootScript(rendering)) : headed;
  } finally {
    current = shared.head = null;
  }
}

/** Puts the children of `Head` at the end of the head. Of equal elements the last one remains. */
function placeHead(html: string, gathered: ComponentChildren[]): string {
  const at = Math.max(html.indexOf("</head>"), 0);
  let head = html.slice(0, at);
  const children = toChildArray(gathered).filter((child) => isValidElement(child));
  for (const [kind, child] of new Map(children.map((child) => [kindOf(child) ?? child, child]))) {
    const existing = typeof kind === "string" ? new RegExp(kind) : /(?!)/;
    const markup = renderToString(child);
    head = existing.test(head) ? head.replace(existing, () => markup) : head + markup;
  }
  return head + html.slice(at);
}

/** What finds an element of the same kind in markup; a key shows only among elements. */
function kindOf({ type, key, props }: VNode<{ id?: string; name?: string }>): string | null {
  if (type === "title") return "<title\\b[^>]*>[^]*?</title>";
  if (key) return `<key ${RegExp.escape(key)}>`;
  const [attribute, value] = props.id ? ["id", props.id] : ["name", type === "meta" && props.name];
  return value ? `<${type}\\b[^>]*\\b${attribute}="${RegExp.escape(value)}"[^>]*>` : null;
}

function placeScript(html: string, script: string): string {
  const at = html.lastIndexOf("</body>");
  return at < 0 ? html + script : html.slice(0, at) + script + html.slice(at);
}

function bootScript({ instances, snapshot, nonce }: Rendering): string {
  const islands = [...new Set(instances.map(({ island }) => island))];
  const imports = islands.map((island, i) =>
    `import{${island.exportName} as i${i}}from"${island.url}";`
  );
  const calls = instances.map(({ island, props }) => {
    const name = island.component.name || island.exportName;
    return `[i${islands.indexOf(island)},${serialize(props, `Island ${name}: props`)}]`;
  });
  return `<script type="module"${nonce === null ? "" : ` nonce="${nonce}"`}>` +
    `import{boot}from"${snapshot.bootUrl}";${imports.join("")}boot([${calls}]);</script>`;
}

const InsideIsland = createContext(false);
const [passed, nonced] = [new WeakSet<VNode>(), new WeakSet<VNode>()];

/** Renders an island between its marks; inside another island without them. */
function Boundary({ island, props }: Instance): VNode {
  const inner: VNode = h(island.component, props);
  passed.add(inner);
  if (useContext(InsideIsland) || !current) return inner;
  const mark = (text: string) => h(Fragment, { UNSTABLE_comment: text } as Props);
  const start = mark(ISLAND_START + (current.instances.push({ island, props }) - 1));
  const marked = h(InsideIsland.Provider, { value: true, children: inner });
  return h(Fragment, null, start, marked, mark(ISLAND_END));
}

function prepare(vnode: VNode<Props>, { snapshot, nonce }: Rendering): void {
  const inline = vnode.type === "script" || vnode.type === "style";
  // An element made once and rendered often comes with the nonce of its last rendering.
  if (inline && nonce !== null && (vnode.props.nonce === undefined || nonced.has(vnode))) {
    vnode.props = { ...vnode.props, nonce };
    nonced.add(vnode);
  }
  const island = snapshot.islands.get(vnode.type);
  if (!island || passed.has(vnode)) return;
  Object.assign(vnode, { type: Boundary, props: { island, props: vnode.props } });
}

// `__b` is what Preact 10 calls the hook that sees every element before it is rendered.
const hooks = options as { __b?: (vnode: VNode<Props>) => void };
const before = hooks.__b;
hooks.__b = (vnode) => {
  if (current) prepare(vnode, current);
  before?.(vnode);
};
