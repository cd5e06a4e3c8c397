import type { FunctionComponent } from "preact";
import type { RouteConfig } from "./pages.ts";

/** A component that the browser hydrates, the export `exportName` of the script at `url`. */
export type Island = { component: FunctionComponent; url: string; exportName: string };

/** A file to serve; `immutable` if its path changes with its content. */
export type StaticFile = { body: BodyInit; type: string; etag: string; immutable: boolean };

/** A module of `routes/`; `path` is relative to it, without extension: `blog/[slug]`. */
export type RouteFile = { path: string; module: RouteModule };
export type RouteModule = { [name: string]: unknown; config?: RouteConfig };

/** What a build hands to an app: islands by component, files by path, the script at `bootUrl`. */
export class Snapshot {
  buildId = "";
  bootUrl = "";
  islands = new Map<unknown, Island>();
  routes: RouteFile[] = [];
  files = new Map<string, StaticFile>();
}
