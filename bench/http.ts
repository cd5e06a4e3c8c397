/** Requests per second over 32 kept connections; beside it what a bare server gives this client. */
import { Agent, get } from "node:http";
import { startProcess } from "../tests/helpers/processes.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import type { Person, Stage } from "./stage.ts";

const CONNECTIONS = 32;
const WARM_MS = 1_000;
const MEASURED_MS = 4_000;
const REQUESTS_EACH = 5;

export async function measureHttp(stage: Stage): Promise<Figure[]> {
  await addRequests(stage);
  const figures: Figure[] = [await measureBare(stage)];
  for (const path of ["/healthz", "/api/meetings/", "/dashboard/researcher"]) {
    figures.push(await load(`GET ${path}`, stage.url + path, stage.researchers));
  }
  return figures;
}

async function measureBare({ researchers }: Stage): Promise<Figure> {
  const bare = startProcess("bench/bare_http.ts", []);
  try {
    return await load("GET / of a bare node:http server", await bare.next("listens"), researchers);
  } finally {
    bare.signal("SIGTERM");
    await bare.close();
  }
}

/** Something to list: pending requests for every researcher. */
async function addRequests({ sql, patients, researchers }: Stage): Promise<void> {
  const rows = researchers.flatMap(({ id: expert_id }, index) =>
    Array.from({ length: REQUESTS_EACH }, (_, number) => ({
      requester_id: patients[(index + number) % patients.length].id,
      expert_id,
      message: "I would like to talk about the study, its risks and what comes after it.",
    }))
  );
  await sql`insert into meeting_requests ${sql(rows)}`;
}

async function load(what: string, url: string, people: Person[]): Promise<Figure> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  await hammer(agent, url, people, WARM_MS);
  const { times, bytes } = await hammer(agent, url, people, MEASURED_MS);
  agent.destroy();
  return figure(what, "requests/s", {
    rate: times.length / (MEASURED_MS / 1000),
    "median ms": quantile(times, 0.5),
    "p99 ms": quantile(times, 0.99),
    bytes,
  });
}

async function hammer(agent: Agent, url: string, people: Person[], ms: number) {
  const end = performance.now() + ms;
  const times: number[] = [];
  let next = 0;
  let bytes = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      bytes = await request(agent, url, people[next++ % people.length]);
      times.push(performance.now() - begun);
    }
  }));
  return { times, bytes };
}

/** Resolves with the length of the answer; rejects unless it is 200. */
function request(agent: Agent, url: string, { token }: Person): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { agent, headers: { cookie: `session=${token}` } }, (response) => {
    let bytes = 0;
    response.on("data", (part: Uint8Array) => bytes += part.length);
    response.on("end", () => {
      if (response.statusCode === 200) resolve(bytes);
      else reject(new Error(`${url} answered ${response.statusCode}`));
    });
  }).on("error", reject);
  return promise;
}
