import assert from "node:assert/strict";
import { parse } from "../../lib/contract/parse.ts";
import { request, requestCounts, requestsQuery } from "../../lib/contract/meetings.ts";
import { countByStatus, createRequest, listRequests } from "../../lib/meetings/requests.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertRequests, patient, researcher, times } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { rejectsWith, settled } from "../helpers/app_errors.ts";

const all = parse(requestsQuery, {});

Deno.test("a patient asks", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const john = await patient(sql, { full_name: "John Doe", time_zone: "America/New_York" });
  const sarah = await researcher(sql, { full_name: "Dr. Sarah Smith" });

  await t.step("with a time and a type, in the words of the requester's zone", async () => {
    const made = await createRequest(sql, john, {
      expert_id: sarah.id,
      message: "  Hi, about treatment options \n",
      preferred_datetime: "2099-11-04T15:00:00-04:00",
      meeting_type: "video_call",
    });
    assert.deepEqual(request.parse(made), made);
    assert.equal(
      made.message,
      "Hi, about treatment options\n\n" +
        "Preferred Date & Time: Wednesday, November 4, 2099, 02:00 PM\nMeeting Type: Video Call",
    );
    assert.equal(made.preferred_datetime, "2099-11-04T19:00:00.000Z");
    assert.deepEqual([made.type, made.status, made.updated_at], ["sent", "pending", null]);
    assert.ok(made.type === "sent");
    assert.deepEqual(made.expert, {
      id: sarah.id,
      full_name: "Dr. Sarah Smith",
      role: "researcher",
    });
  });

  await t.step("and both see it, each the other's side", async () => {
    const { rows: [sent] } = await listRequests(sql, john, all);
    const { rows: [received] } = await listRequests(sql, sarah, all);
    assert.equal(sent.type, "sent");
    assert.ok(received.type === "received");
    assert.equal(received.requester.full_name, "John Doe");
    assert.equal(received.message, sent.message);
    const none = { rows: [], next: null };
    assert.deepEqual(await listRequests(sql, await patient(sql), all), none);
    assert.deepEqual(await listRequests(sql, await researcher(sql), all), none);
  });

  await t.step("without either the message stays as it is", async () => {
    const other = await researcher(sql);
    const made = await createRequest(sql, john, { expert_id: other.id, message: "Hi" });
    assert.equal(made.message, "Hi");
  });

  await t.step("and is refused, with nothing left behind", async () => {
    const before = await countRows(sql);
    const ask = (input: unknown, user = john) => createRequest(sql, user, input);
    const message = "Hi";
    await rejectsWith("already_pending", ask({ expert_id: sarah.id, message }));
    await rejectsWith("forbidden", ask({ expert_id: sarah.id, message }, await researcher(sql)));
    await rejectsWith("not_found", ask({ expert_id: john.id, message }));
    await rejectsWith("not_found", ask({ expert_id: 2_147_483_647, message }));
    const someone = await researcher(sql);
    const past = { expert_id: someone.id, message, preferred_datetime: "2020-01-01T00:00:00Z" };
    const error = await rejectsWith("invalid_input", ask(past));
    assert.equal(error.errors?.[0].path, "preferred_datetime");
    assert.deepEqual(await countRows(sql), { ...before, users: before.users + 2 });
  });
});

Deno.test("of many requests to one researcher at once, one is made", async () => {
  await using db = await testDatabase({ max: 10 });
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const input = { expert_id: sarah.id, message: "Hi" };
  const results = await settled(Array.from({ length: 12 }, () => createRequest(sql, john, input)));
  assert.deepEqual(results.sort(), [...Array(11).fill("already_pending"), "ok"]);
  const { requests, notifications } = await countRows(sql);
  assert.deepEqual([requests, notifications], [1, 1]);
});

Deno.test("requests come newest first, by status and in pages", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const row = (n: number) => ({
    message: `${n}`,
    status: n % 2 === 0 ? "accepted" : "pending",
    created_at: `2026-01-01T00:0${Math.floor(n / 2)}:00Z`,
  });
  await insertRequests(sql, john, sarah, times(6, row));
  const messages = async (query: Record<string, string>) =>
    (await listRequests(sql, john, parse(requestsQuery, query))).rows.map(({ message }) => message);
  assert.deepEqual(await messages({}), ["6", "5", "4", "3", "2", "1"]);
  assert.deepEqual(await messages({ status: "pending" }), ["5", "3", "1"]);
  assert.deepEqual(await messages({ limit: "2", offset: "1" }), ["5", "4"]);
  assert.deepEqual(await messages({ status: "rejected" }), []);
  assert.deepEqual(await messages({ status: "decided" }), ["6", "4", "2"]);

  const walk = async (query: Record<string, string>, between: () => unknown = () => {}) => {
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null;) {
      const before = next ? { before: next } : {};
      const page = await listRequests(sql, sarah, parse(requestsQuery, { ...query, ...before }));
      seen.push(...page.rows.map(({ message }) => message));
      next = page.next;
      if (next) await between();
    }
    return seen.join("");
  };
  assert.equal(await walk({ limit: "1" }), "654321");
  assert.equal(await walk({ limit: "2", status: "pending" }), "531");
  assert.equal(await walk({ limit: "3" }, () => sql`delete from meeting_requests`), "654");
});

Deno.test("requests are counted by status, for both sides and nobody else", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah, other] = [await patient(sql), await researcher(sql), await patient(sql)];
  const statuses = ["pending", "pending", "accepted", "cancelled"];
  await insertRequests(sql, john, sarah, statuses.map((status) => ({ status })));
  const counts = { pending: 2, accepted: 1, rejected: 0, cancelled: 1 };
  assert.deepEqual(requestCounts.parse({ counts: await countByStatus(sql, john) }), { counts });
  assert.deepEqual(await countByStatus(sql, sarah), counts);
  const none = { pending: 0, accepted: 0, rejected: 0, cancelled: 0 };
  assert.deepEqual(await countByStatus(sql, other), none);
});
