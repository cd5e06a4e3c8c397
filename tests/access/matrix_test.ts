/** Who may do what: every endpoint, page and event, tried by everybody beside the rows of others. */
import assert from "node:assert/strict";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { endpoints } from "../../lib/contract/api.ts";
import { CLIENT_EVENTS } from "../../lib/contract/api/events.ts";
import { startApp } from "../helpers/app.ts";
import { type Answer, type Call, callAt } from "../helpers/http.ts";
import { connected } from "../helpers/live_client.ts";
import { readTables } from "../helpers/tables.ts";
import { type CallerName, CALLERS, type Cast, createCast, type Ids, SECRETS } from "./cast.ts";
import { ROWS } from "./endpoints.ts";
import { EVENTS } from "./events.ts";
import { FORMS } from "./forms.ts";
import { byCaller, type Outcomes } from "./outcomes.ts";
import { PAGES } from "./pages.ts";

const routes = fileURLToPath(new URL("../../routes", import.meta.url));
/** Whose rows the first ones are. */
const PAIR: CallerName[] = ["patient", "researcher"];
/** Services may see all meetings. */
const ABOUT_MEETINGS = /schedule|reminder|cancel/;

Deno.test("every endpoint, page and event is in the matrix", async () => {
  const named = (call: string) => call.replace(/\{\w+\}/g, "{id}");
  const calls = endpoints.map(({ method, path }) => `${method} ${named(path)}`);
  assert.deepEqual([...new Set(ROWS.map(({ call }) => named(call)))].sort(), calls.sort());
  assert.deepEqual(Object.keys(EVENTS).sort(), Object.keys(CLIENT_EVENTS).sort());
  const pages = (await pathsBelow(routes)).map(fileOf);
  assert.deepEqual(Object.keys(PAGES).map(fileOf).sort(), pages.sort());
});

Deno.test("everybody gets what they may, and learns and changes nothing else", async (t) => {
  await using app = await startApp();
  using http = callAt(app.url);
  const cast = await createCast(app.sql);
  const check = createCheck(app.sql, cast);

  for (const { call, body, outcomes } of ROWS) {
    await t.step(
      `${call} ${JSON.stringify(body ?? "")}`,
      () =>
        check(call, outcomes, async (token, ids) => {
          const filled = { token, body: body === undefined ? undefined : fillIn(body, ids) };
          return answered(await http.call(fill(call, ids), filled));
        }),
    );
  }
  for (const [path, outcomes] of Object.entries(PAGES)) {
    await t.step(path, () =>
      check(`GET ${path}`, outcomes, async (token, ids) => {
        const headers: Call["headers"] = { accept: "text/html" };
        if (token) headers.cookie = `session=${token}`;
        return opened(await http.call(`GET ${fill(path, ids)}`, { headers }));
      }));
  }
  for (const { path, fields, outcomes } of FORMS) {
    await t.step(
      `${path} ${JSON.stringify(fields)}`,
      () =>
        check(`POST ${path}`, outcomes, async (token, ids) => {
          const raw = fill(`${new URLSearchParams(fields)}`.replace(/%7B(\w+)%7D/g, "{$1}"), ids);
          return sent(
            await http.call(`POST ${fill(path, ids)}`, { raw, headers: formHeaders(token) }),
          );
        }),
    );
  }
  for (const [event, { payload, outcomes }] of Object.entries(EVENTS)) {
    await t.step(event, () =>
      check(event, outcomes, async (token, ids) => {
        try {
          await using client = await connected(app.url, { token });
          const answer = await client.call(event, fillIn(payload, ids));
          const heard = JSON.stringify([answer, client.received.all]);
          return { outcome: answer.ok ? "ok" : answer.error.code, text: heard };
        } catch (error) {
          const { data } = error as { data?: { code: string } };
          return { outcome: data?.code ?? String(error), text: "" };
        }
      }));
  }
});

type Result = { outcome: string; text: string };
type Try = (token: string | undefined, ids: Ids) => Promise<Result>;

/** Tries something as everybody: first as those who are refused, which has to change nothing. */
function createCheck(sql: Parameters<typeof readTables>[0], cast: Cast) {
  return async (what: string, outcomes: Outcomes, attempt: Try) => {
    const tryAs = async (name: CallerName, token: string | undefined, ids: Ids) => {
      const { outcome, text } = await attempt(token, ids);
      const others = PAIR.includes(name) ? SECRETS[1] : SECRETS[0];
      const maySee = name === "service" && ABOUT_MEETINGS.test(what);
      assert.ok(maySee || !text.includes(others), `${name} sees what is others': ${text}`);
      return [name, outcome] as const;
    };
    const expected = byCaller(what, outcomes);
    const isAllowed = (name: CallerName) => /^(ok|200)$/.test(expected[name]);
    const ids = await cast.renew();
    const refused: [CallerName, string | undefined][] = [];
    for (const name of CALLERS) {
      if (!isAllowed(name)) refused.push([name, await cast.tokenFor(name)]);
    }
    const before = await readTables(sql);
    const found = await Promise.all(refused.map(([name, token]) => tryAs(name, token, ids)));
    assert.deepEqual(await readTables(sql), before);
    for (const name of CALLERS.filter(isAllowed)) {
      const present = what.startsWith("GET") ? ids : await cast.renew();
      found.push(await tryAs(name, await cast.tokenFor(name), present));
    }
    assert.deepEqual(Object.fromEntries(found), expected);
  };
}

function answered({ status, text, body }: Answer): Result {
  return { outcome: status < 300 ? "ok" : body.code, text };
}

function opened({ status, headers, text }: Answer): Result {
  const [path] = (headers.get("location") ?? "").split(/[?#]/);
  return { outcome: path || `${status}`, text };
}

function formHeaders(token: string | undefined): Record<string, string> {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return token ? { ...type, cookie: `session=${token}` } : type;
}

/** A success leads to a page, other than the sign-in. */
function sent(answer: Answer): Result {
  const { outcome, text } = opened(answer);
  return { outcome: outcome.startsWith("/") && outcome !== "/login" ? "ok" : outcome, text };
}

function fill(text: string, ids: Ids): string {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(ids[name]));
}

function fillIn(body: unknown, ids: Ids): unknown {
  return JSON.parse(JSON.stringify(body).replace(/"\{(\w+)\}"/g, (_, name) => String(ids[name])));
}

/** The files of pages and of what else is no part of the API. */
async function pathsBelow(directory: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    if (isDirectory && name !== "api" && name !== "(_parts)") paths.push(...await pathsBelow(path));
    else if (/^[^_].*\.tsx?$/.test(name)) paths.push(relative(routes, path));
  }
  const documented = endpoints.map(({ path }) => path.slice(1));
  return paths.filter((path) => !documented.includes(path.replace(/\.ts$/, "")));
}

/** The path of a page, with what it takes in place of names and of groups. */
function fileOf(path: string): string {
  return path.replace(/\.tsx?$/, "").replace(/\([\w-]+\)\//g, "").replace(/(^|\/)index$/, "")
    .replace(/^\//, "").replace(/\{\w+\}|\[\w+\]|made-up[.\w]*|(?<=docs\/)0/g, "…");
}
