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

/** The document of `content`, with its islands marked and the script that revives them. */
export function renderDocument(
  content: ComponentChildren,
  snapshot: Snapshot,
  nonce: string | null,
): string {
  const rendering: Rendering = current = { snapshot, nonce, instances: [] };
  const gathered: ComponentChildren[] = shared.head = [];
  try {
    const html = "<!DOCTYPE html>" + renderToString(h(Fragment, null, content));
    const headed = gathered.length ? placeHead(html, gathered) : html;
    return rendering.instances.length ? placeScripts(headed, rendering) : headed;
  } finally {
    current = shared.head = null;
  }
}

/** What pages gave to `Head` goes to the end of the head. Of equal elements the last one wins. */
function placeHead(html: string, gathered: ComponentChildren[]): string {
  const at = Math.max(html.indexOf("</head>"), 0);
  let head = html.slice(0, at);
  const children = toChildArray(gathered).filter((child) => isValidElement(child));
  for (const child of new Map(children.map((child) => [identityOf(child), child])).values()) {
    const markup = renderToString(child);
    const existing = placeOf(child);
    head = existing?.test(head) ? head.replace(existing, () => markup) : head + markup;
  }
  return head + html.slice(at);
}

type HeadElement = VNode<{ id?: string; name?: string }>;

function identityOf(element: HeadElement): unknown {
  const { type, key, props } = element;
  if (type === "title") return type;
  if (key ?? props.id) return `${key ? "key" : "id"} ${key ?? props.id}`;
  return type === "meta" && props.name ? `meta ${props.name}` : element;
}

/** Finds the element of the same kind that the app wrapper rendered. */
function placeOf({ type, props }: HeadElement): RegExp | null {
  if (type === "title") return /<title\b[^>]*>[^]*?<\/title>/;
  if (type !== "meta" || !props.name) return null;
  return new RegExp(`<meta\\b[^>]*\\bname="${RegExp.escape(props.name)}"[^>]*>`);
}

function placeScripts(html: string, rendering: Rendering): string {
  const scripts = rendering.instances.map(({ island }) => island.script);
  const urls = [rendering.snapshot.boot, ...scripts].flatMap((
    { url, imports },
  ) => [url, ...imports]);
  const preloads = [...new Set(urls)].map((url) => `<link rel="modulepreload" href="${url}">`);
  const headed = insertBefore(html, html.indexOf("</head>"), preloads.join(""));
  return insertBefore(headed, headed.lastIndexOf("</body>"), bootScript(rendering));
}

function insertBefore(html: string, at: number, markup: string): string {
  return at < 0 ? html + markup : html.slice(0, at) + markup + html.slice(at);
}

function bootScript({ instances, snapshot, nonce }: Rendering): string {
  const islands = [...new Set(instances.map(({ island }) => island))];
  const imports = islands.map(({ exportName, script }, i) =>
    `import{${exportName} as i${i}}from"${script.url}";`
  );
  const calls = instances.map(({ island, props }) => {
    const name = island.component.name || island.exportName;
    return `[i${islands.indexOf(island)},${serialize(props, `Island ${name}: props`)}]`;
  });
  return `<script type="module"${nonce === null ? "" : ` nonce="${nonce}"`}>` +
    `import{boot}from"${snapshot.boot.url}";${imports.join("")}boot([${calls}]);</script>`;
}

const InsideIsland = createContext(false);
const [passed, nonced] = [new WeakSet<VNode>(), new WeakSet<VNode>()];

/** Renders an island between its marks. Inside of another island it leaves none. */
function Boundary({ island, props }: Instance): VNode {
  const inner: VNode = h(island.component, props);
  passed.add(inner);
  if (useContext(InsideIsland) || !current) return inner;
  const start = ISLAND_START + (current.instances.push({ island, props }) - 1);
  const marked = h(InsideIsland.Provider, { value: true, children: inner });
  return h(Fragment, null, comment(start), marked, comment(ISLAND_END));
}

function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as Props);
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
