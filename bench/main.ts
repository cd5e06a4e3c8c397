/**
 * `deno task bench [latency] [writers] [bulk] [http] [--json file]`: measures the program as it
 * ships, in a process of its own on a Postgres of its own with durable settings. Prints a table and,
 * last, the same as JSON.
 */
import { type Figure, table } from "./figures.ts";
import { measureBulk } from "./bulk.ts";
import { measureHttp } from "./http.ts";
import { measureLatency } from "./latency.ts";
import { openStage, type Stage } from "./stage.ts";
import { measureWriters } from "./writers.ts";

const measurements: Record<string, (stage: Stage) => Promise<Figure[]>> = {
  latency: measureLatency,
  writers: measureWriters,
  bulk: measureBulk,
  http: measureHttp,
};

async function main(args: string[]): Promise<number> {
  const { names, file } = readArguments(args);
  const unknown = names.find((name) => !(name in measurements));
  if (unknown !== undefined) {
    console.error(
      `There is no measurement "${unknown}", only ${Object.keys(measurements).join(", ")}.`,
    );
    return 1;
  }
  const figures: Figure[] = [];
  for (const name of names) {
    await using stage = await openStage();
    console.error(`Measuring ${name}`);
    figures.push(...await measurements[name](stage));
  }
  console.log(table(figures));
  const json = JSON.stringify({ at: new Date().toISOString(), ...machine(), figures }, null, 2);
  if (file) await Deno.writeTextFile(file, `${json}\n`);
  else console.log(json);
  return 0;
}

function readArguments(args: string[]): { names: string[]; file?: string } {
  const at = args.indexOf("--json");
  if (at === -1) return { names: args.length ? args : Object.keys(measurements) };
  const names = args.toSpliced(at, 2);
  return { names: names.length ? names : Object.keys(measurements), file: args[at + 1] };
}

function machine() {
  const { deno } = Deno.version;
  return { deno, cores: navigator.hardwareConcurrency, load: Deno.loadavg().map(round) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

Deno.exit(await main(Deno.args));
