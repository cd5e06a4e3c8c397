import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";

const readiness = z.object({
  status: z.literal("ok"),
  hub: z.object({
    mode: z.string(),
    notifier: z.boolean(),
    lag_ms: z.int(),
  }),
  connections: z.int(),
});

export const operationEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/healthz",
    tag: "Operations",
    summary: "Whether the process runs",
    description: "Answers without asking the database.",
    open: true,
    answers: {
      200: {
        means: "It runs",
        schema: z.object({ status: z.literal("ok") }),
        example: { status: "ok" },
      },
    },
  },
  {
    method: "GET",
    path: "/readyz",
    tag: "Operations",
    summary: "Whether the process can serve",
    description:
      "The database answers, and the hub reads what is committed; `lag_ms` is the time " +
      "since its last poll.",
    open: true,
    answers: {
      200: {
        means: "Ready",
        schema: readiness,
        example: {
          status: "ok",
          hub: { mode: "listening", notifier: true, lag_ms: 210 },
          connections: 12,
        },
      },
    },
    errors: ["unavailable"],
  },
  {
    method: "GET",
    path: "/metrics",
    tag: "Operations",
    summary: "Figures of the process, for Prometheus",
    description: "For programs on the same machine, and for who sends `METRICS_TOKEN` as Bearer.",
    open: true,
    answers: {
      200: {
        means: "The figures",
        schema: z.string(),
        type: "text/plain",
        example: "# TYPE liaison_connections gauge\nliaison_connections 12\n",
      },
    },
    errors: ["unauthenticated"],
  },
  {
    method: "GET",
    path: "/api/openapi.json",
    tag: "Operations",
    summary: "This document",
    open: true,
    answers: {
      200: {
        means: "The API in OpenAPI 3.1",
        schema: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
      },
    },
  },
];
