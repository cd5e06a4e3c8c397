/** A person's requests as their dashboard lists them, as far down as they are known without a gap. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { useState } from "preact/hooks";
import type { Request, RequestStatus } from "../../contract/meetings.ts";
import { type Reach, reachOf } from "../../contract/reach.ts";
import {
  floorOf,
  type Floors,
  hasOlder,
  isBelow,
  lowered,
  STATUSES,
  statusesOf,
  UNKNOWN,
  within,
} from "./floors.ts";
import { type KnownRequest, onRequestsReloaded, readRequests, requests } from "./requests.ts";

/** How many are read at once, and how many of these are known already if nothing moves. */
const PAGE = 110;
const OVERLAP = 10;
/** How many times one call reads at most. */
const READS = 20;

export interface RequestList<T extends Request> {
  /** Newest first, without a gap. */
  rows: T[];
  /** Whether the server may have older ones. */
  hasOlder: boolean;
}

const floors = signal<Floors>(UNKNOWN);

/** Down to where requests are known without a gap. */
export const requestFloors: ReadonlySignal<Floors> = floors;

/**
 * The requests, which start with those that the page came with, known as far as `reach` says; and
 * a function that gives the list of those of `rows` that have these statuses. As `useRows`.
 */
export function useRequests(first: Request[], reach: Reach[]) {
  useState(() => IS_BROWSER && seed(first, reach));
  const rows: KnownRequest[] = IS_BROWSER ? requests.rows.value : first;
  const down = IS_BROWSER ? floors.value : lowered(UNKNOWN, reach);
  const listOf = <T extends Request>(rows: T[], statuses: RequestStatus[]): RequestList<T> => ({
    rows: within(rows, down, statuses),
    hasOlder: hasOlder(down, statuses),
  });
  return { rows, listOf };
}

function seed(first: Request[], reach: Reach[]): void {
  floors.value = lowered(floors.value, reach);
  requests.add(first);
}

/**
 * Has more than the newest `count` of these statuses known, or all there are. Rejects with a
 * CallError.
 */
export async function loadRequests(statuses: RequestStatus[], count: number): Promise<void> {
  for (let reads = 0; reads < READS && hasOlder(floors.value, statuses); reads++) {
    if (known(statuses).length > count) return;
    await (statuses === STATUSES ? loadNext("") : Promise.all(statuses.map(loadNext)));
  }
}

function loadNext(status: RequestStatus | ""): Promise<void> {
  return requests.load(
    () => readNext(status, known(statusesOf(status)).length),
    (page) => floors.value = lowered(floors.value, [reachOf(page, PAGE, status)]),
  );
}

/**
 * The requests after the newest `count`. Those that come and go meanwhile move the others, so the
 * first has to be one above the floor: a page that begins below would leave a gap.
 */
async function readNext(status: RequestStatus | "", count: number): Promise<Request[]> {
  const offset = Math.max(0, count - OVERLAP);
  const page = await readRequests(status, PAGE, offset);
  const floor = floorOf(floors.value, statusesOf(status));
  if (offset === 0 || (page.length > 0 && !isBelow(page[0], floor))) return page;
  return readNext(status, offset - PAGE + 2 * OVERLAP);
}

function known(statuses: RequestStatus[]): KnownRequest[] {
  return within(requests.rows.value, floors.value, statuses);
}

onRequestsReloaded((reaches) => floors.value = lowered(UNKNOWN, reaches));
