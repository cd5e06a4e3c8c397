/** The private calendar feed of whoever is signed in. */
import type { CalendarFeed } from "../../contract/calendar.ts";
import { call } from "./http.ts";

const PATH = "/api/calendar-feed";

/** Makes a feed, which ends one that there was. Rejects with a CallError. */
export async function createFeed(): Promise<CalendarFeed> {
  const { feed } = await call<{ feed: CalendarFeed }>("POST", PATH);
  return feed;
}

/** Removes the feed. Rejects with a CallError. */
export async function deleteFeed(): Promise<null> {
  await call("DELETE", PATH);
  return null;
}
