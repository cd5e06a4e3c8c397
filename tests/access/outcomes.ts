/** What comes of a call, and for whom: names of callers, separated by spaces. */
import assert from "node:assert/strict";
import { type CallerName, CALLERS } from "./cast.ts";

/** By outcome: `ok`, an error's code, or for pages the status or where they lead. */
export type Outcomes = Record<string, string>;

export const SIGNED_OUT = "anonymous expired signedOut";
export const PEOPLE = "patient otherPatient researcher otherResearcher waiting admin service";
export const EVERYBODY = `${SIGNED_OUT} ${PEOPLE}`;

/** The outcome for each caller. Fails unless each of them has one. */
export function byCaller(what: string, outcomes: Outcomes): Record<CallerName, string> {
  const pairs = Object.entries(outcomes).flatMap(([outcome, names]) =>
    names.split(" ").map((name) => [name, outcome])
  );
  assert.deepEqual(pairs.map(([name]) => name).toSorted(), CALLERS.toSorted(), what);
  return Object.fromEntries(pairs);
}
