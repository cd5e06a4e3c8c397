/** Components that come with a script of their own, once they are needed. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * The component that `load` brings, as soon as it is `wanted`; null until then. Where it cannot be
 * had, `otherwise` is called instead.
 */
export function useLazy<P>(
  wanted: boolean,
  load: () => Promise<{ default: ComponentType<P> }>,
  otherwise: () => void = () => {},
): ComponentType<P> | null {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<P> } | null>(null);
  useEffect(() => {
    if (!wanted || loaded) return;
    load().then(({ default: Component }) => setLoaded({ Component }), otherwise);
  }, [wanted]);
  return loaded && wanted ? loaded.Component : null;
}
