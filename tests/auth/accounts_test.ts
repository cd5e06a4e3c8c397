import assert from "node:assert/strict";
import { createDemoAccounts, register } from "../../lib/auth/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { rejectsWith, settled } from "../helpers/app_errors.ts";
import { auth, login, remote } from "../helpers/auth.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};
const wrong = { email: ada.email, password: "wrong horse" };

Deno.test("an account", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;

  await t.step("is made with a session, and without its password in the answer", async () => {
    const { user } = await register(sql, auth, { ...ada, bio: "" }, remote);
    const [row] = await sql`
      select * from users join private.credentials on user_id = id where id = ${user.id}`;
    assert.match(row.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.deepEqual([row.time_zone, row.bio, row.specialty], ["UTC", null, null]);
    const [session] = await sql`select user_agent from private.sessions where user_id = ${user.id}`;
    assert.equal(session.user_agent, "test");
  });

  await t.step("has an e-mail address of its own, in whatever case", async () => {
    const before = await countRows(sql);
    const twice = register(sql, auth, { ...ada, email: "ADA@example.org" }, remote);
    await rejectsWith("email_taken", twice);
    assert.deepEqual(await countRows(sql), before);
  });

  await t.step("is made once by two registrations at once", async () => {
    const input = { ...ada, email: "twin@example.org" };
    const results = await settled([1, 2].map(() => register(sql, auth, input, remote)));
    assert.deepEqual(results.sort(), ["email_taken", "ok"]);
  });

  await t.step(
    "is refused with a password that many people use, or that is about its person",
    async () => {
      const input = { ...ada, email: "common@example.org", full_name: "Ada King Noel" };
      for (
        const password of [
          "password123",
          "PASSWORD123",
          "qwertyuiop",
          "Common@example.org",
          "ada king noel",
        ]
      ) {
        const refused = register(sql, auth, { ...input, password }, remote);
        const error = await rejectsWith("invalid_input", refused);
        assert.equal(error.errors?.[0].path, "password", password);
      }
    },
  );

  await t.step("is refused with a time zone that Postgres does not know", async () => {
    await sql`
      alter table users add constraint users_time_zone check (time_zone <> 'Europe/Paris')`;
    const input = { ...ada, email: "zone@example.org", time_zone: "Europe/Paris" };
    const error = await rejectsWith("invalid_input", register(sql, auth, input, remote));
    assert.equal(error.errors?.[0].path, "time_zone");
  });

  await t.step("without a password cannot sign in", async () => {
    const { email } = await patient(sql);
    for (const password of ["", "null", "password123"]) {
      await rejectsWith("unauthenticated", login(sql, auth, { email, password }, remote));
    }
  });

  await t.step("with the hash of another program cannot sign in", async () => {
    const { id, email } = await patient(sql);
    await sql`
      insert into private.credentials (user_id, password_hash)
      values (${id}, '$2b$10$abcdefghijklmnopqrstuv')`;
    await rejectsWith("unauthenticated", login(sql, auth, { email, password: "x" }, remote));
  });
});

Deno.test("a wrong password and an unknown address get the same answer", async () => {
  await using db = await testDatabase();
  await register(db.sql, auth, ada, remote);
  const unknown = { ...wrong, email: "nobody@example.org" };
  const answers = await Promise.all([wrong, unknown].map(async (input) => {
    const error = await rejectsWith("unauthenticated", login(db.sql, auth, input, remote));
    return error.toProblem();
  }));
  assert.deepEqual(answers[0], answers[1]);
});

Deno.test("demo accounts are made once, can sign in, and leave what people changed", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await sql`insert into users (email, full_name, role) values ('PATIENT@test.com', 'Jo', 'patient')`;
  const made = await Promise.all([createDemoAccounts(sql), createDemoAccounts(sql)]);
  assert.equal(made[0] + made[1], 8);
  assert.equal(await createDemoAccounts(sql), 0);
  await rejectsWith("unauthenticated", login(sql, auth, demo("patient"), remote));
  await sql`delete from users where lower(email) = 'patient@test.com'`;
  assert.equal(await createDemoAccounts(sql), 1);
  const john = await login(sql, auth, demo("patient"), remote);
  const sarah = await login(sql, auth, demo("researcher"), remote);
  assert.deepEqual([john.user.full_name, john.user.role], ["John Doe", "patient"]);
  assert.deepEqual([sarah.user.full_name, sarah.user.role], ["Dr. Sarah Smith", "researcher"]);
  const [others] = await sql`
    select count(*)::int as all, count(distinct time_zone)::int as zones,
      count(specialty)::int as specialties
    from users where role = 'researcher'`;
  assert.deepEqual({ ...others }, { all: 7, zones: 7, specialties: 7 });
});

function demo(name: string) {
  return { email: `${name}@test.com`, password: "password123" };
}
