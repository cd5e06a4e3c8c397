/** Calls of an app that runs at some address. */

export type Call = {
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

// deno-lint-ignore no-explicit-any -- tests look into answers and hold the whole to its schema
export type Answer = { status: number; headers: Headers; text: string; body: any };

export type Caller = Disposable & {
  /** Calls `METHOD /path`; the answer's body is parsed if it is JSON, null if it is empty. */
  call(what: string, call?: Call): Promise<Answer>;
};

/** `using http = callAt(app.url);` */
export function callAt(url: string): Caller {
  const client = Deno.createHttpClient({});
  return {
    call: (what, call = {}) => send(client, url, what, call),
    [Symbol.dispose]: () => client.close(),
  };
}

async function send(
  client: Deno.HttpClient,
  url: string,
  what: string,
  call: Call,
): Promise<Answer> {
  const [method, path] = what.split(" ");
  const headers = new Headers(call.headers);
  if (call.token) headers.set("authorization", `Bearer ${call.token}`);
  if (call.body !== undefined && !headers.has("content-type")) {
    headers.set("content-type", "application/json");
  }
  const body = call.body === undefined ? call.raw : JSON.stringify(call.body);
  const init: RequestInit & { client: Deno.HttpClient } = { client, method, headers, body };
  const response = await fetch(url + path, { ...init, redirect: "manual" });
  const text = await response.text();
  const isJson = text && /json/.test(response.headers.get("content-type") ?? "");
  const parsed = isJson ? JSON.parse(text) : text || null;
  return { status: response.status, headers: response.headers, text, body: parsed };
}
