/** The running API conforms to its document, with inputs made from the document. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type ErrorCode, ERRORS } from "../../lib/contract/errors.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { type Answer, callAt, type Caller } from "../helpers/http.ts";
import { startApp } from "../helpers/app.ts";
import { tokenOf } from "../helpers/auth.ts";
import {
  insertAdmin,
  insertNotification,
  insertRequests,
  insertSchedules,
  insertService,
  patient,
  researcher,
} from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { rounds } from "../helpers/rounds.ts";
import { type Api, createApi, type Operation, type Parameter } from "./api.ts";
import { goodInputs, type Input, type Known, otherBodies, wrongTexts } from "./inputs.ts";

const seed = 20_991_105;
const taken = "2097-01-15T10:00:00Z";
/** `more` good ones are tried until every success was seen. */
const runs = { good: rounds(8, 100), other: rounds(30, 100), more: 200 };

/** People to call as, of whom two have a request and a meeting, and one has nothing. */
type Scene = {
  john: User;
  sarah: User;
  stranger: User;
  admin: User;
  callers: User[];
  managers: User[];
  known: Known;
};

Deno.test("the API conforms to its document", async (t) => {
  await using app = await startApp({ DEMO: "1" });
  const { sql } = app;
  using http = callAt(app.url);
  const api = createApi((await http.call("GET /api/openapi.json")).text);
  const scene = await createScene(sql);
  const codes = new Set<ErrorCode>();
  const check = createCheck(sql, http, api, scene, codes);
  for (const operation of api.operations) {
    const known = { ...scene.known, ...knownTo[operation.path] };
    const good = goodInputs(api, operation, known);
    const isForAdmins = operation.path.startsWith("/api/admin/");
    const caller = fc.constantFrom(...isForAdmins ? scene.managers : scene.callers);
    const [input] = fc.sample(good, { seed, numRuns: 1 });
    const other = isForAdmins ? scene.admin : scene.stranger;
    await t.step(
      `${operation.name}, good inputs`,
      () => checkGood(check, operation, fc.tuple(good, caller)),
    );
    for (const parameter of operation.parameters) {
      await t.step(
        `${operation.name}, wrong ${parameter.name}`,
        () => checkWrong(check, operation, parameter, input, other),
      );
    }
    if (!operation.body) continue;
    const bodies = fc.tuple(otherBodies(api, operation.body, known), caller);
    await t.step(
      `${operation.name}, other bodies`,
      () => checkBodies(check, api, operation, input, bodies),
    );
    await t.step(
      `${operation.name}, what is no body`,
      () => checkRaw(check, operation, { ...input, headers: {} }, other),
    );
  }
  await t.step("every error that inputs can cause occurred", () => {
    const expected = new Set(Object.keys(ERRORS) as ErrorCode[]).difference(new Set(others));
    assert.deepEqual([...expected.difference(codes)], []);
  });
});

const others: ErrorCode[] = [
  "internal",
  "unavailable",
  "rate_limited",
  "method_not_allowed",
  "idempotency_mismatch",
  "second_factor_needed",
];

/** Their success needs an app's code or a passkey's answer; other tests have it. */
const NEED_DEVICE = [
  "PUT /api/auth/authenticator",
  "PUT /api/auth/passkeys",
  "PUT /api/auth/login/passkey",
];

/** Sends an input as one of the people; nothing is written if it is refused. */
type Check = (
  operation: Operation,
  input: Input,
  user: User,
  more?: { raw?: string; type?: string },
) => Promise<Answer>;

/** `codes` gathers those of all answers. */
function createCheck(
  sql: Sql,
  http: Caller,
  api: Api,
  scene: Scene,
  codes: Set<ErrorCode>,
): Check {
  let changed = true;
  return async (operation, input, user, { raw, type } = {}) => {
    if (changed) await reset(sql, scene);
    if (operation.path.startsWith("/api/auth/")) await sql`delete from private.attempts`;
    const token = await tokenOf(sql, user);
    const before = await countRows(sql);
    const answer = await http.call(callOf(operation, input), {
      token,
      headers: { ...input.headers, ...type && { "content-type": type } },
      ...raw === undefined ? { body: input.body } : { raw },
    });
    conform(api, operation, answer);
    assert.notEqual(answer.status, 429);
    changed = answer.status < 400 && operation.method !== "GET";
    if (answer.status >= 400) assert.deepEqual(await countRows(sql), before);
    codes.add(answer.body?.code);
    return answer;
  };
}

/** Every success that is declared is seen. */
async function checkGood(
  check: Check,
  operation: Operation,
  calls: fc.Arbitrary<[Input, User]>,
): Promise<void> {
  const succeeded = new Set<number>();
  const send = async ([input, user]: [Input, User]) => {
    const { status } = await check(operation, input, user);
    if (status < 400) succeeded.add(status);
  };
  await fc.assert(fc.asyncProperty(calls, send), { seed, numRuns: runs.good });
  if (NEED_DEVICE.includes(operation.name)) return;
  const successes = Object.keys(operation.responses).filter((status) => status < "3");
  for (const call of fc.sample(calls, { seed: seed + 1, numRuns: runs.more })) {
    if (succeeded.size < successes.length) await send(call);
  }
  assert.deepEqual([...succeeded].map(String), successes, "successes seen");
}

const parts = { path: "path", query: "query", header: "headers" } as const;

async function checkWrong(
  check: Check,
  operation: Operation,
  parameter: Parameter,
  input: Input,
  user: User,
): Promise<void> {
  const part = parts[parameter.in as keyof typeof parts];
  for (const text of wrongTexts(parameter)) {
    // A key belongs to one path.
    const headers = part === "path" ? {} : input.headers;
    const wrong = { ...input, headers, [part]: { ...input[part], [parameter.name]: text } };
    const { status } = await check(operation, wrong, user);
    assert.equal(status, part === "path" ? 404 : 400, text);
  }
}

/** A body that the document does not call good is refused. */
async function checkBodies(
  check: Check,
  api: Api,
  operation: Operation,
  input: Input,
  bodies: fc.Arbitrary<[unknown, User]>,
): Promise<void> {
  const property = fc.asyncProperty(bodies, async ([body, user]) => {
    const { status } = await check(operation, { ...input, body }, user);
    if (api.errorsOf(operation.body!, body).length > 0) assert.ok(status >= 400, "refused");
  });
  await fc.assert(property, { seed, numRuns: runs.other });
}

async function checkRaw(check: Check, operation: Operation, input: Input, user: User) {
  const send = async (raw: string, type = "application/json") =>
    (await check(operation, input, user, { raw, type })).body.code;
  assert.equal(await send("{"), "invalid_input");
  assert.equal(await send("{}", "application/xml"), "unsupported_media_type");
  assert.equal(await send(" ".repeat(2 ** 20 + 1)), "payload_too_large");
}

const PASSWORD = { current_password: ["password123"] };
const knownTo: Record<string, Known> = {
  "/api/auth/login": { email: ["patient@test.com"], password: ["password123"] },
  "/api/auth/password": PASSWORD,
  "/api/auth/email": PASSWORD,
  "/api/auth/sessions": PASSWORD,
  "/api/auth/sessions/{id}": PASSWORD,
  "/api/auth/authenticator": PASSWORD,
  "/api/auth/authenticator/setup": PASSWORD,
  "/api/auth/recovery-codes": PASSWORD,
  "/api/auth/passkeys/setup": PASSWORD,
};

async function createScene(sql: Sql): Promise<Scene> {
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const [service, admin] = [await insertService(sql), await insertAdmin(sql)];
  const [waiting, gone] = [
    await researcher(sql, { approved_at: null }),
    await researcher(sql, { approved_at: null }),
  ];
  knownTo["/api/admin/researchers/{id}"] = { id: [waiting.id] };
  knownTo["/api/admin/researchers/{id}/cancel-meetings"] = { id: [gone.id] };
  knownTo["/api/blocks/{id}"] = { id: [john.id] };
  // Below it there may be known ids.
  await sql`alter table private.sessions alter id restart with 1000`;
  const [stranger, other] = [await patient(sql), await researcher(sql)];
  return {
    john,
    sarah,
    stranger,
    admin,
    managers: [admin, admin, john, sarah, waiting],
    callers: [john, john, john, sarah, sarah, sarah, service, stranger, other],
    known: {
      id: [1, 1, 2, 3],
      user_id: [john.id],
      mentor_id: [sarah.id, sarah.id, other.id],
      expert_id: [sarah.id],
      recipient_id: [john.id, sarah.id],
      schedule_id: [1, 1, 2, 3],
      start_datetime: ["2099-01-15T10:00:00Z", "2099-01-15T10:00:00Z", taken],
      end_datetime: ["2099-01-15T11:00:00Z", null],
      duration_minutes: [60],
      time_zone: ["Europe/London"],
    },
  };
}

/**
 * The two have a request that is pending and one that is accepted, a meeting, a trial meeting and
 * one that is cancelled, and a notification. One has further sessions, and the first password.
 */
async function reset(sql: Sql, { john, sarah }: Scene): Promise<void> {
  await sql`
    with requests as (delete from meeting_requests), schedules as (delete from schedules),
      blocks as (delete from private.blocks)
    delete from meeting_notifications`;
  await insertRequests(sql, john, sarah, [
    { id: 1, status: "pending" },
    { id: 2, status: "accepted" },
  ]);
  await insertSchedules(sql, john, sarah, [
    { id: 1, start: "2098-01-15T10:00:00Z", is_trial: false, status: "scheduled" },
    { id: 2, start: taken, is_trial: true, status: "scheduled" },
    { id: 3, start: "2096-01-15T10:00:00Z", is_trial: false, status: "cancelled" },
  ]);
  await sql`delete from meeting_notifications`;
  await insertNotification(sql, john, sarah, { id: 1 });
  await sql`
    insert into private.authenticators values (${john.id}, '', 0) on conflict do nothing`;
  await sql`delete from private.sessions`;
  await sql`
    insert into private.sessions (id, user_id, expires_at) overriding system value
    select id, ${john.id}, now() + interval '1 hour' from generate_series(1, 3) id`;
  await sql`
    insert into private.credentials (user_id, password_hash)
    select ${john.id}, password_hash
    from users join private.credentials on user_id = id where email = 'patient@test.com'
    on conflict (user_id) do update set password_hash = excluded.password_hash`;
}

function callOf({ method, path }: Operation, input: Input): string {
  const part = path.replace(/\{(\w+)\}/g, (_, name) => input.path[name]);
  const query = new URLSearchParams(input.query);
  return `${method} ${part}${query.size > 0 ? `?${query}` : ""}`;
}

/** Fails unless the document allows that answer of the operation. */
function conform(api: Api, operation: Operation, { status, headers, text, body }: Answer): void {
  const about = `${operation.name} answered ${status}: ${text.slice(0, 500)}`;
  assert.ok(status < 500, about);
  const response = operation.responses[status];
  assert.ok(response, `not declared: ${about}`);
  const [[type, { schema }] = [null, { schema: {} }]] = Object.entries(response.content ?? {});
  if (type === null) return assert.equal(text, "", about);
  assert.equal(headers.get("content-type")?.split(";")[0], type, about);
  assert.deepEqual(api.errorsOf(schema, body), [], about);
}
