import assert from "node:assert/strict";
import { join } from "node:path";
import {
  readDatabaseSettings,
  readEnvironment,
  readSettings,
  SettingsError,
  unsafeSettings,
} from "../lib/settings.ts";

const secret = "0123456789abcdef0123456789abcdef";
const url = "postgres://ann:s3cret@db.example.org:5432/clinic";

Deno.test("with nothing set, everything has a default", () => {
  assert.deepEqual(readSettings({}), {
    port: 8000,
    host: "127.0.0.1",
    databaseUrl: undefined,
    listenDatabaseUrl: undefined,
    ownerDatabaseUrl: undefined,
    jwtSecret: undefined,
    dataDir: ".data",
    bundleDir: undefined,
    publicUrl: undefined,
    allowedOrigins: [],
    trustedProxies: 0,
    registrations: { perAddress: 60, inTotal: 600 },
    metricsToken: undefined,
    logLevel: "info",
    demo: true,
  });
});

Deno.test("everything can be set", () => {
  const settings = readSettings({
    PORT: "9001",
    HOST: "127.0.0.1",
    DATABASE_URL: url,
    LISTEN_DATABASE_URL: url.replace("5432", "6432"),
    OWNER_DATABASE_URL: url.replace("ann", "owner"),
    JWT_SECRET: secret,
    DATA_DIR: "/var/lib/liaison",
    BUNDLE_DIR: "/opt/liaison",
    PUBLIC_URL: "https://liaison.example.org/",
    ALLOWED_ORIGINS: "https://a.example.org, http://localhost:3000/,",
    TRUSTED_PROXIES: "1",
    REGISTRATIONS_PER_ADDRESS: "200",
    REGISTRATIONS_PER_HOUR: "2000",
    METRICS_TOKEN: secret,
    LOG_LEVEL: "debug",
    DEMO: "1",
  });
  assert.deepEqual(settings, {
    port: 9001,
    host: "127.0.0.1",
    databaseUrl: url,
    listenDatabaseUrl: url.replace("5432", "6432"),
    ownerDatabaseUrl: url.replace("ann", "owner"),
    jwtSecret: secret,
    dataDir: "/var/lib/liaison",
    bundleDir: "/opt/liaison",
    publicUrl: "https://liaison.example.org",
    allowedOrigins: ["https://a.example.org", "http://localhost:3000"],
    trustedProxies: 1,
    registrations: { perAddress: 200, inTotal: 2000 },
    metricsToken: secret,
    logLevel: "debug",
    demo: true,
  });
});

Deno.test("the embedded database is for this machine unless HOST says otherwise", () => {
  const own = { DATABASE_URL: url, JWT_SECRET: secret };
  const hosts = [{}, { HOST: "0.0.0.0" }, own].map((env) => readSettings(env).host);
  assert.deepEqual(hosts, ["127.0.0.1", "0.0.0.0", undefined]);
});

Deno.test("settings that are unsafe in public are named with the remedy", () => {
  const named = (env: Record<string, string>) =>
    unsafeSettings(readSettings({ DATABASE_URL: url, JWT_SECRET: secret, ...env }))
      .map((line) => /^(PUBLIC_URL is not \w+|The demo accounts)/.exec(line)?.[0]);
  const [unset, plain, demo] = [
    "PUBLIC_URL is not set",
    "PUBLIC_URL is not https",
    "The demo accounts",
  ];
  assert.deepEqual(unsafeSettings(readSettings({})), []);
  assert.deepEqual(named({}), [unset]);
  assert.deepEqual(named({ HOST: "0.0.0.0", DEMO: "1" }), [unset, demo]);
  assert.deepEqual(named({ PUBLIC_URL: "http://liaison.example.org" }), [plain]);
  assert.deepEqual(named({ PUBLIC_URL: "https://liaison.example.org" }), []);
  assert.deepEqual(named({ PUBLIC_URL: "https://liaison.example.org", DEMO: "1" }), [demo]);
  assert.deepEqual(named({ HOST: "127.0.0.1", DEMO: "1" }), []);
});

Deno.test("an empty variable counts as unset", () => {
  const empty = { PORT: "", DATABASE_URL: "", JWT_SECRET: "", DEMO: "", ALLOWED_ORIGINS: "" };
  assert.deepEqual(readSettings(empty), readSettings({}));
});

Deno.test("demo accounts come with the embedded database, elsewhere on request", () => {
  const own = { DATABASE_URL: url, JWT_SECRET: secret };
  assert.equal(readSettings({ DEMO: "0" }).demo, false);
  assert.equal(readSettings(own).demo, false);
  assert.equal(readSettings({ ...own, DEMO: "true" }).demo, true);
});

for (
  const [name, values] of Object.entries({
    PORT: ["http", "-1", "65536", "80.5", "0x50", " "],
    HOST: ["a b", "http://x"],
    DATABASE_URL: ["mysql://db/x", "db:5432", "postgres://", "postgres://a:b@db:port/x"],
    JWT_SECRET: ["short", "x".repeat(31)],
    PUBLIC_URL: ["liaison.example.org", "ftp://x", "https://x/path", "https://x?y"],
    ALLOWED_ORIGINS: ["*", "https://a, b", "https://a/path"],
    LOG_LEVEL: ["loud", "INFO"],
    DEMO: ["yes", "2"],
  })
) {
  Deno.test(`a wrong ${name} is named, with what to write instead`, () => {
    for (const value of values) {
      const message = rejectsWith({ JWT_SECRET: secret, [name]: value });
      assert.match(message, new RegExp(`^  ${name}: .* write .+\\.$`, "m"), value);
      assert.equal(message.split("\n").length, 2, message);
    }
  });
}

Deno.test("all wrong variables are named at once", () => {
  const message = rejectsWith({ PORT: "x", LOG_LEVEL: "loud", DEMO: "maybe" });
  assert.deepEqual(message.match(/[A-Z_]{4,}(?=:)/g), ["PORT", "LOG_LEVEL", "DEMO"]);
  assert.match(message, /"loud"/);
});

Deno.test("secret values are never shown", () => {
  const message = rejectsWith({ DATABASE_URL: "postgres:/ann:s3cret@db", JWT_SECRET: "s3cret" });
  assert.ok(!message.includes("s3cret"), message);
});

Deno.test("a secret is needed with a database of one's own, and 32 bytes are enough", () => {
  assert.match(
    rejectsWith({ DATABASE_URL: url }),
    /JWT_SECRET: it is missing and needed with DATABASE_URL[^]*openssl rand/,
  );
  assert.equal(readSettings({ DATABASE_URL: url, JWT_SECRET: "ä".repeat(16) }).databaseUrl, url);
  for (const name of ["LISTEN_DATABASE_URL", "OWNER_DATABASE_URL"]) {
    assert.match(rejectsWith({ [name]: url }), /DATABASE_URL: it is missing/);
  }
});

Deno.test("migrations need no secret", () => {
  assert.deepEqual(readDatabaseSettings({ DATABASE_URL: url, PORT: "nonsense" }), {
    databaseUrl: url,
    listenDatabaseUrl: undefined,
    ownerDatabaseUrl: undefined,
    dataDir: ".data",
  });
});

Deno.test("the file .env is read and the environment wins", async () => {
  const directory = await Deno.makeTempDir();
  const file = join(directory, ".env");
  Deno.env.set("LIAISON_TEST_B", "environment");
  try {
    assert.equal(readEnvironment(file).LIAISON_TEST_A, undefined);
    await Deno.writeTextFile(file, "# note\nLIAISON_TEST_A='file a'\nLIAISON_TEST_B=file\n");
    const { LIAISON_TEST_A, LIAISON_TEST_B } = readEnvironment(file);
    assert.deepEqual([LIAISON_TEST_A, LIAISON_TEST_B], ["file a", "environment"]);
    Deno.env.set("LIAISON_TEST_B", "");
    assert.equal(readEnvironment(file).LIAISON_TEST_B, "file", "an empty variable counts as unset");
  } finally {
    Deno.env.delete("LIAISON_TEST_B");
    await Deno.remove(directory, { recursive: true });
  }
});

function rejectsWith(env: Record<string, string>): string {
  try {
    readSettings(env);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  assert.fail(`not refused: ${JSON.stringify(env)}`);
}
