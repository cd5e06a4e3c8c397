/** Figures of this process, for Prometheus. */
import { createHash, timingSafeEqual } from "node:crypto";
import { tokenFrom } from "../auth/credentials.ts";
import { AppError } from "../contract/errors.ts";
import type { Health } from "./health.ts";
import { isLocal } from "./remote.ts";

type Kind = "counter" | "gauge";
/** `samples` by their labels, as they stand in the text: `{mode="polling"}`. */
type Metric = { name: string; kind: Kind; help: string; samples: Record<string, number> };

const STARTED_AT = Date.now() / 1000;
const HUB_MODES = ["listening", "polling", "settling"];
const CLASSES = ["1xx", "2xx", "3xx", "4xx", "5xx"];
const requests: Record<string, number> = Object.fromEntries(CLASSES.map((name) => [name, 0]));
let requestSeconds = 0;

/** Counts a request that was answered after `seconds`. */
export function countRequest(status: number, seconds: number): void {
  requests[`${Math.floor(status / 100)}xx`]++;
  requestSeconds += seconds;
}

/** Throws `unauthenticated` for a caller from elsewhere without the token. */
export function requireMonitor(
  req: Request,
  info: Deno.ServeHandlerInfo,
  token: string | undefined,
): void {
  const given = tokenFrom(req.headers);
  if (token && !given.byCookie && isSame(token, given.token ?? "")) return;
  if (isLocal(req, info)) return;
  throw new AppError("unauthenticated", "Send METRICS_TOKEN as a Bearer token");
}

/** Compares in a time that says nothing about where two texts differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a, b);
}

/** All figures in Prometheus' text format. */
export function metricsText(health: Health): string {
  return [...metricsOfHealth(health), ...metricsOfProcess()].map(textOf).join("");
}

function metricsOfHealth({ hub, connections, skipped }: Health): Metric[] {
  const modes = HUB_MODES.map((mode) => [`{mode="${mode}"}`, Number(hub.mode === mode)]);
  return [
    gauge("liaison_connections", "Sockets that are connected", connections),
    {
      name: "liaison_skipped_total",
      kind: "counter",
      help: "Changes that could not be delivered and were skipped",
      samples: { "": skipped },
    },
    gauge("liaison_hub_up", "Whether the hub reads what is committed", hub.available),
    gauge(
      "liaison_hub_notifier_up",
      "Whether the hub receives notifications of commits",
      hub.notifier,
    ),
    gauge("liaison_hub_lag_seconds", "Time since the last poll of the hub", hub.lagMs / 1000),
    {
      name: "liaison_hub_mode",
      kind: "gauge",
      help: "1 for the mode that the hub is in",
      samples: Object.fromEntries(modes),
    },
  ];
}

function metricsOfProcess(): Metric[] {
  const { rss, heapUsed } = Deno.memoryUsage();
  const byClass = Object.entries(requests).map(([name, count]) => [`{class="${name}"}`, count]);
  return [
    {
      name: "liaison_http_requests_total",
      kind: "counter",
      help: "Requests to routes, by the class of the answer's status",
      samples: Object.fromEntries(byClass),
    },
    {
      name: "liaison_http_request_seconds_total",
      kind: "counter",
      help: "Time taken by all requests to routes together",
      samples: { "": requestSeconds },
    },
    gauge("process_start_time_seconds", "When the process started, in Unix time", STARTED_AT),
    gauge("process_resident_memory_bytes", "Memory that the process holds", rss),
    gauge("process_heap_bytes", "Memory that objects take up", heapUsed),
  ];
}

function gauge(name: string, help: string, value: number | boolean): Metric {
  return { name, kind: "gauge", help, samples: { "": Number(value) } };
}

function textOf({ name, kind, help, samples }: Metric): string {
  const lines = Object.entries(samples).map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
}
