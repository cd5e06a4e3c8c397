/** How far explorations go. `deno task test:long` lets them go far; TEST_SEED repeats what one did. */
const isLong = Deno.env.get("TEST_LONG") === "1";

/** The seed of what is made at random. A failure names it. */
export const seed = Number(Deno.env.get("TEST_SEED") ?? Date.now() % 2 ** 31);

/** How often to do what finds more the more often it is done: `short` in the suite, or `long`. */
export function rounds(short: number, long: number): number {
  return isLong ? long : short;
}
