import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";

const readiness = z.object({
  status: z.literal("ok"),
  hub: z.object({
    state: z.string(),
    bell: z.boolean(),
    lag_ms: z.int(),
  }),
  connections: z.int(),
});

export const operationEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/healthz",
    tag: "Operations",
    summary: "Whether the process is alive",
    description: "Says nothing about the database.",
    open: true,
    answers: {
      200: {
        means: "Alive",
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
      "since its last look.",
    open: true,
    answers: {
      200: {
        means: "Ready",
        schema: readiness,
        example: {
          status: "ok",
          hub: { state: "asleep", bell: true, lag_ms: 210 },
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
    open: true,
    answers: {
      200: {
        means: "The figures",
        schema: z.string(),
        type: "text/plain",
        example: "# TYPE liaison_connections gauge\nliaison_connections 12\n",
      },
    },
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
