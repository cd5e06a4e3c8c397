import type { FunctionComponent } from "preact";
import type { RouteConfig } from "./types.ts";

/** A script for the browser, and the scripts it needs, directly or not. */
export type Script = { url: string; imports: string[] };

/** A component that the browser revives; `exportName` is what its script calls it. */
export type Island = { component: FunctionComponent; script: Script; exportName: string };

/** A file to serve; `immutable` if its path changes with its content. */
export type StaticFile = { body: BodyInit; type: string; etag: string; immutable: boolean };

/** A module of `routes/`; `path` is relative to it, without extension: `blog/[slug]`. */
export type RouteFile = { path: string; module: RouteModule };
type RouteModule = Partial<Record<"default" | "handler" | "handlers", unknown>> & {
  config?: RouteConfig;
};

/** What a build hands to an app. Islands are found by component, files by URL path. */
export class Snapshot {
  mode: "development" | "production" = "production";
  buildId = "";
  /** Revives islands. */
  boot: Script = { url: "", imports: [] };
  islands = new Map<unknown, Island>();
  routes: RouteFile[] = [];
  files = new Map<string, StaticFile>();
}
