/**
 * What somebody typed and has not sent. It stays in this tab: over a dialog that was closed by
 * mistake, a reload, and a session that expired. It is gone once its person has signed out.
 */
import { status } from "../connection/status.ts";
import { pageUser } from "../../contract/page_user.ts";

const KEY = "liaison drafts";

type Values = Record<string, string>;
/** Of one person: those of whoever used the tab before are gone. */
type Drafts = { userId: number; values: Record<string, Values> };

/** What that person typed into the form `name`; null if nothing is kept. */
export function readDraft(userId: number, name: string): Values | null {
  return read(userId).values[name] ?? null;
}

/** Keeps what was typed; null forgets it. */
export function keepDraft(userId: number, name: string, values: Values | null): void {
  if (status.value === "ended") return;
  const drafts = read(userId);
  if (values) drafts.values[name] = values;
  else delete drafts.values[name];
  try {
    sessionStorage.setItem(KEY, JSON.stringify(drafts));
  } catch {
    // No room, or storage is forbidden: the form works without.
  }
}

/** As `readDraft`, of whom the page was made for. */
export function readOwnDraft(name: string): Values | null {
  return readDraft(pageUser() ?? 0, name);
}

/** As `keepDraft`, of whom the page was made for. */
export function keepOwnDraft(name: string, values: Values | null): void {
  keepDraft(pageUser() ?? 0, name, values);
}

function read(userId: number): Drafts {
  try {
    const kept: Drafts | null = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (kept?.userId === userId) return kept;
  } catch {
    // As if nothing was kept.
  }
  return { userId, values: {} };
}
