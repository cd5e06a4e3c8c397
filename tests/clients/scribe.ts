/** Calls, events and statements, written down as they happen. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { callAt, type Caller } from "../helpers/http.ts";
import { connected, LiveClient, type Payload } from "../helpers/live_client.ts";

export type Print = (line: string) => void;

/** Someone who calls: a token over HTTP, and a socket. */
export type Person = { id: number; name: string; token: string };

export class Scribe implements AsyncDisposable {
  readonly #http: Caller;
  readonly #sockets: LiveClient[] = [];

  constructor(readonly url: string, readonly sql: Sql, readonly print: Print) {
    this.#http = callAt(url);
  }

  chapter(title: string): void {
    this.print(`\n== ${title}`);
  }

  say(text: string): void {
    this.print(`\n-- ${text}`);
  }

  /** Calls as `person`; fails unless the answer has this status. */
  async call(person: Person | null, what: string, status: number, body?: unknown) {
    this.print(`${person?.name ?? "nobody"} > ${what}${body ? ` ${short(body)}` : ""}`);
    const answer = await this.#http.call(what, { token: person?.token, body });
    const type = answer.headers.get("content-type");
    this.print(`  < ${answer.status} ${short(answer.body)}`);
    assert.equal(answer.status, status, type ?? "");
    return answer.body;
  }

  /** A socket of `person`'s that is connected. */
  async connect(person: Person): Promise<LiveClient> {
    this.print(`${person.name} > io("${this.url}", { auth: { token } })`);
    const socket = await connected(this.url, { token: person.token });
    this.#sockets.push(socket);
    this.print("  < connected");
    return socket;
  }

  /** Fails unless the handshake is refused; returns why. */
  async refused(token: string | undefined): Promise<Payload> {
    this.print(`nobody > io("${this.url}"${token ? `, { auth: { token: "${token}" } }` : ""})`);
    await using socket = new LiveClient(this.url, { token });
    const { payload } = await socket.until("connect_error");
    this.print(`  < connect_error ${short(payload.data)}`);
    return payload.data;
  }

  /** What was heard before is forgotten. */
  emit(socket: LiveClient, event: string, payload: unknown): void {
    socket.forget();
    this.print(`socket > ${event} ${short(payload)}`);
    socket.socket.emit(event, payload);
  }

  /** The first event of this name, past or to come, whose payload passes. */
  async hear(socket: LiveClient, event: string, test?: (payload: Payload) => boolean) {
    const { payload } = await socket.until(event, test);
    this.print(`  < ${event} ${short(payload)}`);
    return payload;
  }

  /** Runs a statement as another system would. */
  async write(statement: string): Promise<Payload[]> {
    this.print(`sql > ${statement.replace(/\s+/g, " ").trim()}`);
    const rows = await this.sql.unsafe(statement);
    for (const row of rows) this.print(`  < ${short(row)}`);
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => socket.close()));
    this.#http[Symbol.dispose]();
  }
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}
