/** The command, as a program of its own. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSecret } from "../../lib/auth/secret.ts";
import { readToken } from "../../lib/auth/tokens.ts";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { auth } from "../helpers/auth.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `deno task service …`, with the task's own permissions. */
async function run(env: Record<string, string>, ...words: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "service", ...words],
    cwd: root,
    env: { DATABASE_URL: "", LISTEN_DATABASE_URL: "", JWT_SECRET: "", ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("deno task service on a database that is named", async (t) => {
  await using db = await testDatabase();
  const env = { DATABASE_URL: db.url, JWT_SECRET: new TextDecoder().decode(auth.secret) };

  await t.step("issues, lists and revokes", async () => {
    const issued = await run(env, "issue", "records", "--days", "2");
    assert.equal(issued.code, 0, issued.err);
    const claims = await readToken(auth, issued.out);
    assert.ok(claims);
    assert.match(
      issued.err,
      /"action":"token_issued".*\nA token for records, valid until .*; it is not shown again:$/,
    );
    const listed = await run(env, "list");
    assert.match(
      listed.out,
      new RegExp(`^${claims.sessionId}  records  issued .*, valid until .*Z$`),
    );
    assert.ok(!listed.out.includes(issued.out));
    assert.equal((await run(env, "revoke", "records")).out, "Revoked 1");
    assert.deepEqual(await run(env, "list"), {
      code: 0,
      out: "",
      err: "There are no service tokens",
    });
  });
  await t.step("explains what is wrong in a sentence", async () => {
    const cases: [words: string[], code: number, err: RegExp][] = [
      [[], 2, /^Tokens for other systems:\n/],
      [["issue"], 2, /^Tokens for/],
      [["revoke", "a", "b"], 2, /^Tokens for/],
      [["issue", "x", "--lasting"], 1, /--lasting/],
      [["issue", "1st"], 1, /^A service's name is a letter/],
      [["issue", "x", "--days", "many"], 1, /^A token is valid for 1 to 3650 days$/],
      [["revoke", "nobody"], 1, /^There is no service and no token nobody$/],
    ];
    for (const [words, code, err] of cases) {
      const result = await run(env, ...words);
      assert.deepEqual([result.code, result.out], [code, ""]);
      assert.match(result.err, err);
      assert.doesNotMatch(result.err, /\.ts:/);
    }
    const alone = await run({ DATABASE_URL: db.url }, "list");
    assert.match(alone.err, /JWT_SECRET/);
  });
});

Deno.test("deno task service on the embedded database, with the app running or not", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-service-" });
  try {
    const env = { DATA_DIR: dataDir };
    const first = await run(env, "issue", "records");
    assert.equal(first.code, 0, first.err);
    const embedded = await startEmbedded({ dataDir, fast: true });
    try {
      assert.match((await run(env, "list")).out, /records/);
      const second = await run(env, "issue", "lab");
      assert.equal(second.code, 0, second.err);
      const secret = await readSecret({ dataDir });
      for (const { out } of [first, second]) {
        assert.ok(await readToken({ ...auth, secret }, out));
      }
    } finally {
      await embedded.stop();
    }
    const { out } = await run(env, "list");
    assert.equal(out.split("\n").length, 2);
    assert.equal((await Deno.stat(join(dataDir, "jwt-secret"))).mode! & 0o777, 0o600);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
