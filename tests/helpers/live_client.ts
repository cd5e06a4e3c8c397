/** Clients of the app's sockets. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import type { Acknowledgement } from "../../lib/contract/events.ts";
import { Recording } from "./signals.ts";

// deno-lint-ignore no-explicit-any -- tests look into payloads
export type Payload = any;

/** Something that a client received; `connect_error` and `disconnect` count as well. */
export type Event = { event: string; payload: Payload; rest: unknown[] };

export type ClientOptions = {
  token?: unknown;
  /** Where to go on from, and what each later connection of this client goes on from. */
  offset?: unknown;
  headers?: Record<string, string>;
  /** `["websocket"]` unless said. */
  transports?: ("polling" | "websocket")[];
  /** Whether it comes back by itself, with its offset. */
  reconnection?: boolean;
};

const OUTSIDE_THE_FEED = new Set([
  "joined_meeting_room",
  "meeting_notifications",
  "meeting_error",
  "connect_error",
  "disconnect",
]);

export class LiveClient implements AsyncDisposable {
  readonly received = new Recording<Event>();
  readonly socket: Socket;
  /** The last argument of the latest event that has one. */
  offset: unknown;

  constructor(url: string, { token, offset, headers, ...options }: ClientOptions) {
    this.offset = offset;
    const settings: Partial<ManagerOptions & SocketOptions> = {
      transports: ["websocket"],
      reconnection: false,
      reconnectionDelay: 20,
      reconnectionDelayMax: 50,
      extraHeaders: headers,
      ...options,
      forceNew: true,
      autoConnect: false,
      auth: (take) => take({ token, serverOffset: this.offset }),
    };
    this.socket = io(url, settings);
    this.socket.onAny((event, payload, ...rest) => {
      if (!OUTSIDE_THE_FEED.has(event)) this.offset = rest.at(-1);
      this.received.add({ event, payload, rest });
    });
    for (const event of ["connect_error", "disconnect"] as const) {
      this.socket.on(
        event as string,
        (payload: Payload, ...rest: unknown[]) => this.received.add({ event, payload, rest }),
      );
    }
    this.socket.connect();
  }

  /** The first event of that name whose payload passes, past or to come. */
  until(event: string, test: (payload: Payload) => boolean = () => true): Promise<Event> {
    return this.received.until(event, (heard) => heard.event === event && test(heard.payload));
  }

  /** The events of the change feed. */
  get events(): Event[] {
    return this.received.all.filter(({ event }) =>
      !OUTSIDE_THE_FEED.has(event) && event !== "ready" && event !== "resync"
    );
  }

  /** The rows of those events. */
  get ids(): number[] {
    return this.events.map(({ payload }) => payload.id);
  }

  /** Waits for the last of these notifications. */
  untilLast(ids: number[]): Promise<Event> {
    return this.until("new_meeting_notification", ({ id }) => id === ids.at(-1));
  }

  /** Forgets what it heard. */
  forget(): void {
    this.received.all.length = 0;
  }

  /** Calls the server; resolves with the acknowledgement. */
  call(event: string, ...payload: unknown[]): Promise<Acknowledgement> {
    return this.socket.timeout(20_000).emitWithAck(event, ...payload);
  }

  /** Disconnects; resolves once the transport below is closed as well. */
  async close(): Promise<void> {
    const { engine } = this.socket.io;
    const closed = engine && engine.readyState !== "closed"
      ? new Promise<void>((resolve) => engine.once("close", () => resolve()))
      : null;
    this.socket.io.reconnection(false);
    this.socket.disconnect();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A client that is connected and has received what it missed. */
export async function connected(url: string, options: ClientOptions): Promise<LiveClient> {
  const client = new LiveClient(url, options);
  const first = await client.received.until(
    "ready",
    ({ event }) => event === "ready" || event === "connect_error",
  );
  if (first.event === "ready") return client;
  await client.close();
  throw first.payload;
}
