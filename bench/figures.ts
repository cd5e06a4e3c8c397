/** What measurements come to, and how it is shown. */

/** One line of the table: a thing measured, and named numbers in `unit`. */
export type Figure = {
  what: string;
  unit: "ms" | "rows/s" | "requests/s" | "ratio" | "rows";
  values: Record<string, number>;
};

/** The value below which `share` (0 to 1) of `samples` lie. */
export function quantile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(samples: number[]): number {
  return quantile(samples, 0.5);
}

/** Median, 99th percentile and most of latencies in milliseconds. */
export function latencies(what: string, samples: number[]): Figure {
  const values = {
    median: median(samples),
    p99: quantile(samples, 0.99),
    most: Math.max(...samples),
    samples: samples.length,
  };
  return { what, unit: "ms", values: rounded(values) };
}

export function figure(
  what: string,
  unit: Figure["unit"],
  values: Record<string, number>,
): Figure {
  return { what, unit, values: rounded(values) };
}

/** Lines of text, a figure each. */
export function table(figures: Figure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  return figures.map(({ what, unit, values }) => {
    const shown = Object.entries(values).map(([name, value]) => `${name} ${value}`).join("   ");
    return `${what.padEnd(width)}  ${unit.padEnd(10)}  ${shown}`;
  }).join("\n");
}

function rounded(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
}
