import type { ComponentChildren } from "preact";
import { Brand } from "./brand.tsx";

/** A page that has one thing to say, and a way on. */
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
