/** A client as a browser tab is one: a screen of rows by id, an offset, and it comes back. */
import { setTimeout as delay } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import type { ServerEvents } from "../../lib/contract/events.ts";
import type { Notification, NotificationsList } from "../../lib/contract/notifications.ts";
import { Condition } from "../helpers/signals.ts";

const MOST_TRIES = 300;
const RETRY_MS = 100;

export class Watcher {
  /** Messages by notification id: what a person would see. */
  readonly screen = new Map<number, string>();
  unread = 0;
  /** Rows that came again though they were on the screen. */
  repeated = 0;
  resyncs = 0;
  connections = 0;
  readonly #token: string;
  readonly #changed = new Condition();
  #url: string;
  #socket: Socket<ServerEvents>;
  #offset: string | undefined;
  #ready = false;
  #reloading: Promise<void> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
    this.#socket = this.#connect();
  }

  /** Leaves for another server, taking the offset along. */
  moveTo(url: string): void {
    this.#disconnect();
    this.#url = url;
    this.#socket = this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#disconnect();
  }

  /** Resolves once connected and up to date. */
  ready(): Promise<void> {
    return this.#until("ready", () => this.#ready);
  }

  /** Resolves when another `count` rows have come from now on. */
  more(count: number): Promise<void> {
    const aim = this.screen.size + count;
    return this.#until(`${count} more rows`, () => this.screen.size >= aim);
  }

  /** Resolves when the row `id` is on the screen and nothing is being loaded. */
  async shows(id: number): Promise<void> {
    await this.#until(`row ${id}`, () => this.screen.has(id));
    await this.#reloading;
  }

  #until(what: string, holds: () => boolean): Promise<void> {
    return this.#changed.until(
      what,
      holds,
      () =>
        `${this.screen.size} rows, ${this.connections} connections, ${
          this.#socket.connected ? "connected" : "not connected"
        }, offset ${this.#offset}`,
    );
  }

  #connect(): Socket<ServerEvents> {
    this.#ready = false;
    const socket: Socket<ServerEvents> = io(this.#url, {
      forceNew: true,
      auth: (give) => give({ token: this.#token, serverOffset: this.#offset }),
      reconnectionDelay: 20,
      reconnectionDelayMax: 200,
    });
    socket.on("connect", () => void this.connections++);
    // A server without its database refuses for good; a page is loaded anew then.
    socket.on("connect_error", () => {
      if (socket.active || socket !== this.#socket || this.#closed) return;
      this.#retry = setTimeout(() => socket.connect(), RETRY_MS);
    });
    socket.on("disconnect", () => void (this.#ready = false));
    socket.on("new_meeting_notification", (row, offset) => {
      if (this.screen.has(row.id)) this.repeated++;
      this.#show(row, row.unread_count);
      this.#receive(offset);
    });
    socket.on("resync", (_, offset) => {
      this.resyncs++;
      this.#offset = offset;
      this.#reloading = this.#reloading.then(() => this.#reload());
    });
    socket.on("ready", (_, offset) => {
      this.#ready = true;
      this.#receive(offset);
    });
    return socket;
  }

  #disconnect(): void {
    clearTimeout(this.#retry);
    this.#socket.disconnect();
  }

  #receive(offset: string): void {
    this.#offset = offset;
    this.#changed.notify();
  }

  #show({ id, message }: Notification, unread: number): void {
    this.screen.set(id, message);
    this.unread = unread;
  }

  async #reload(): Promise<void> {
    for (let offset = 0;; offset += 100) {
      const page = await this.#load(`limit=100&offset=${offset}`);
      if (!page) return;
      for (const row of page.notifications) this.#show(row, page.unread_count);
      if (page.notifications.length < 100) break;
    }
    this.#changed.notify();
  }

  /** A page of the list, as soon as the server has one; null once the watcher is closed. */
  async #load(query: string): Promise<NotificationsList | null> {
    const headers = { authorization: `Bearer ${this.#token}` };
    for (let tries = 1; !this.#closed; tries++) {
      const url = `${this.#url}/api/meeting-notifications?${query}`;
      const answer = await fetch(url, { headers }).catch(() => null);
      if (answer?.ok) return await answer.json();
      await answer?.body?.cancel();
      if (tries === MOST_TRIES) {
        throw new Error(`no list to load: ${answer?.status ?? "no answer"}`);
      }
      await delay(RETRY_MS);
    }
    return null;
  }
}
