/**
 * The page's one Socket.IO connection, shared by all islands. It starts from the offset that the
 * page was rendered at and, after every interruption, from the newest one that it received.
 */
import { io, type Socket } from "socket.io-client";
import type { FeedEvents, Offset } from "../../contract/events.ts";
import { publish, setShownOffset } from "./events.ts";
import { call } from "../api/http.ts";
import { isOver, setStatus, status } from "./status.ts";

/** A page that was hidden for longer than this (milliseconds) connects anew when it is shown. */
const LONG_HIDDEN = 60_000;
/** The time (milliseconds) between two attempts to find out whether the server can be reached. */
const PROBE_PAUSE = 3_000;
/** The least time (milliseconds) between two reloads: their cause may last. */
const RELOAD_PAUSE = 30_000;

let socket: Socket | undefined;
let userId = 0;
let offset: Offset = "";
/** Events that came before `ready`, which has the id of the user whom they are for. */
let held: [event: string, payload: unknown][] = [];
let ready = false;
/** Whether events are missing that the server cannot send any more. */
let isStale = false;

/** Connects the page, once: later calls change nothing. */
export function connect(page: { userId: number; offset: Offset }): void {
  if (socket) return;
  ({ userId, offset } = page);
  setShownOffset(offset);
  socket = io({
    transports: ["websocket", "polling"],
    auth: (give) => give({ serverOffset: offset }),
    reconnectionDelay: 200,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  socket.on("connect", () => {
    ready = false;
    if (status.value !== "starting") setStatus("catching-up");
  });
  socket.on("disconnect", (reason) => {
    ready = false;
    if (reason === "io server disconnect") return void verifySession();
    if (reason !== "io client disconnect") setStatus("offline");
  });
  socket.on("connect_error", ({ data }: Error & { data?: { code?: string; expired?: true } }) => {
    if (data?.code === "unauthenticated") return setStatus(data.expired ? "expired" : "ended");
    setStatus("offline");
    if (!socket?.active) setTimeout(reconnect, PROBE_PAUSE);
  });
  socket.onAny(receive);
  status.subscribe(() => isOver() && socket?.disconnect());
  watchPage();
}

function receive(event: string, ...args: unknown[]): void {
  const last = args.at(-1);
  if (args.length > 1 && typeof last === "string") offset = last;
  if (event === "ready") return catchUp(args[0] as { user_id: number });
  if (event === "delayed") return setStatus("delayed");
  if (event === "resync") {
    isStale = true;
    if (ready) reload();
  } else if (ready) {
    deliver(event, args[0]);
    noteShown();
  } else held.push([event, args[0]]);
}

function catchUp(page: { user_id: number }): void {
  const waiting = held;
  held = [];
  if (page.user_id !== userId) return setStatus("ended");
  ready = true;
  for (const [event, payload] of waiting) deliver(event, payload);
  noteShown();
  if (isStale) reload();
  else setStatus("live");
}

function deliver(event: string, payload: unknown): void {
  publish(event as keyof FeedEvents, payload as FeedEvents[keyof FeedEvents]);
}

function noteShown(): void {
  if (!isStale) setShownOffset(offset);
}

/** Loads the page again, once the time since the last reload is over and the connection is ready. */
function reload(): void {
  setStatus("catching-up");
  const since = Date.now() - (history.state?.reloadedAt ?? 0);
  setTimeout(() => {
    if (!ready) return;
    setStatus("reloading");
    history.replaceState({ ...history.state, reloadedAt: Date.now() }, "");
    location.reload();
  }, since < 0 ? 0 : RELOAD_PAUSE - since);
}

let replacement: Promise<unknown> = Promise.resolve();

/** Has `work` replace the session, which ends the connection: it is made again with the new one. */
export async function replaceSession(work: () => Promise<unknown>): Promise<void> {
  replacement = work();
  await replacement;
}

/** The server closed the connection, which may mean that the session is over. */
async function verifySession(): Promise<void> {
  setStatus("offline");
  // The cookie of a session that replaces this one may still be on its way, here or to another tab.
  await replacement.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 300));
  // If the session is over, the answer 401 ends it here. Other errors show when connecting.
  await call("GET", "/api/auth/me").catch(() => {});
  reconnect();
}

/** Connects at once, without waiting for the next attempt. */
function reconnect(): void {
  if (isOver()) return;
  socket?.disconnect().connect();
}

/** The browser has lost the network, but may still reach this server: tries until it does. */
async function probe(): Promise<void> {
  socket?.disconnect();
  setStatus("offline");
  while (!socket?.active && !isOver()) {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok && !socket?.active) return reconnect();
    await new Promise((resolve) => setTimeout(resolve, PROBE_PAUSE));
  }
}

function watchPage(): void {
  addEventListener("online", reconnect);
  addEventListener("offline", probe);
  addEventListener("pageshow", (event) => event.persisted && reconnect());
  let hiddenAt = Infinity;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONG_HIDDEN) reconnect();
  });
}
