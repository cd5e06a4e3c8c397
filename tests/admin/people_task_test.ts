/** The command, as a program of its own. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { authenticate } from "../../lib/auth/accounts.ts";
import { resetPassword } from "../../lib/auth/passwords/reset.ts";
import { testDatabase } from "../helpers/database.ts";
import { auth, remote } from "../helpers/auth.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { giveAuthenticator } from "../helpers/factors.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

Deno.test("deno task people approves researchers and makes the first admin", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const secret = new TextDecoder().decode(auth.secret);
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "people", ...words],
      cwd: root,
      env: { DATABASE_URL: db.url, LISTEN_DATABASE_URL: "", JWT_SECRET: secret, LOG_LEVEL: "warn" },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    return { code, out: text(stdout), err: text(stderr) };
  };
  const eve = await researcher(sql, { full_name: "Dr. Eve", approved_at: null });
  const stateOf = async () => {
    const [{ state }] = await sql`
      select private.review_state(u) as state from users u where id = ${eve.id}`;
    return state;
  };
  await t.step("approves, suspends and lists", async () => {
    assert.match((await run("waiting")).out, new RegExp(`^${eve.email}  Dr\\. Eve  registered `));
    const approved = await run("approve", eve.email.toUpperCase());
    assert.deepEqual(approved, { code: 0, out: "Dr. Eve is approved", err: "" });
    assert.equal(await stateOf(), "approved");
    await run("suspend", eve.email, "--reason", "Complaints");
    assert.equal(await stateOf(), "suspended");
  });
  await t.step("makes an admin, who signs in with the printed password", async () => {
    const { out, err } = await run("admin", "boss@example.org", "--name", "The Boss");
    assert.match(err, /^boss@example\.org is an admin now/);
    const account = await authenticate(
      sql,
      auth,
      { email: "boss@example.org", password: out },
      remote,
    );
    assert.deepEqual([account.user.role, account.user.full_name], ["admin", "The Boss"]);
  });
  await t.step("prints a link for a new password, and removes a second factor", async () => {
    await giveAuthenticator(sql, eve);
    const { code, out } = await run("reset", eve.email, "--factors");
    assert.equal(code, 0);
    assert.match(out, /^http:\/\/localhost:8000\/reset\/[\w-]{43}$/);
    const input = { new_password: "a password of Eve's" };
    await resetPassword(sql, auth, out.split("/").at(-1)!, input, remote);
    const { new_password: password } = input;
    await authenticate(sql, auth, { email: eve.email, password }, remote);
  });
  await t.step("all of it is in the security log", async () => {
    const rows = await sql`
      select action, actor_id, person_id = ${eve.id} as eve from private.audit
      where action <> 'password_wrong' order by id`;
    assert.deepEqual(rows.map(Object.values), [
      ["approved", null, true],
      ["suspended", null, true],
      ["admin_made", null, false],
      ["reset_link_made", null, true],
      ["factors_removed", null, true],
      ["password_reset", eve.id, true],
    ]);
  });
  await t.step("explains what is wrong in a sentence", async () => {
    const john = await patient(sql);
    const cases: [words: string[], code: number, err: RegExp][] = [
      [["suspend", eve.email], 2, /^People who use Liaison:\n/],
      [["approve", john.email], 1, /is no researcher, but a patient$/],
    ];
    for (const [words, code, err] of cases) {
      const result = await run(...words);
      assert.deepEqual([result.code, result.out], [code, ""]);
      assert.match(result.err, err);
    }
  });
});
