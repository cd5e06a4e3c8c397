import type { ComponentChildren } from "preact";
import { Brand } from "./brand.tsx";

/** A page with one message, and links onwards. */
export function Notice({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="panel-page">
      <Brand href="/" />
      <div class="panel">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
