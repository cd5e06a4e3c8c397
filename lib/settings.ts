/** What can be set from outside: environment variables and the file `.env`, read once. */
import { parseEnv } from "node:util";
import { z } from "zod";

export type Settings = {
  /** 0 means any free port. */
  port: number;
  /** Undefined means every address; unless set, 127.0.0.1 with the embedded database. */
  host?: string;
  /** Undefined means the embedded Postgres. */
  databaseUrl?: string;
  /** A direct address of the same database; set where `databaseUrl` goes through a pooler. */
  listenDatabaseUrl?: string;
  /** An address of the same database whose role owns it and migrates, where that of `databaseUrl` may not. */
  ownerDatabaseUrl?: string;
  /** Always there with `databaseUrl`; undefined means one generated into `dataDir`. */
  jwtSecret?: string;
  dataDir: string;
  /** The directory of a bundle made before; undefined means that each start makes its own. */
  bundleDir?: string;
  /** The origin people use, `https://liaison.example.org`, without a slash at the end. */
  publicUrl?: string;
  /** Other origins whose pages may call, each as a browser sends it. */
  allowedOrigins: string[];
  /** How many proxies of one's own stand in front, each of which adds to X-Forwarded-For. */
  trustedProxies: number;
  /** The most registrations in an hour: from one address, and in total. */
  registrations: { perAddress: number; inTotal: number };
  /** What a program elsewhere sends as Bearer to read `/metrics`; unset: only this machine may. */
  metricsToken?: string;
  logLevel: LogLevel;
  /** Whether to create the demo accounts; unless set, only in the embedded database. */
  demo: boolean;
};

export type DatabaseSettings = Pick<
  Settings,
  "databaseUrl" | "listenDatabaseUrl" | "ownerDatabaseUrl" | "dataDir"
>;
export type Environment = Record<string, string | undefined>;
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Settings are wrong. The message has a line for each, and never the value of a secret one. */
export class SettingsError extends Error {
  override name = "SettingsError";

  constructor(lines: string[]) {
    super(`The settings need a correction:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  }
}

/** How a variable is parsed, what to write instead of a wrong value, and whether that is secret. */
type Variable<T> = {
  schema: z.ZodType<T, string>;
  instead: string;
  secret?: boolean;
};

const databaseUrl = z.string().refine(isPostgresUrl);
const path = z.string().refine((text) => !text.includes("\0"));
const count = z.string().regex(/^\d{1,6}$/).transform(Number);
const origin = z.string().transform((text) => text.trim().replace(/\/$/, "")).refine(isOrigin);
const origins = z.string().transform((text) => text.split(",").filter((part) => part.trim()));

const VARIABLES = {
  PORT: variable(
    z.string().regex(/^\d{1,5}$/).transform(Number).refine((port) => port < 65536),
    "a port number from 1 to 65535, or 0 for any that is free",
  ),
  HOST: variable(
    z.string().regex(/^[\w.:-]+$/),
    "the address to listen on, such as 127.0.0.1, or 0.0.0.0 for every address",
  ),
  DATABASE_URL: secret(databaseUrl, "postgres://user:password@host:5432/database"),
  LISTEN_DATABASE_URL: secret(databaseUrl, "postgres://user:password@host:5432/database"),
  OWNER_DATABASE_URL: secret(databaseUrl, "postgres://owner:password@host:5432/database"),
  JWT_SECRET: secret(
    z.string().refine((text) => new TextEncoder().encode(text).length >= 32),
    "32 bytes or more that nobody can guess, such as `openssl rand -base64 48` prints",
  ),
  DATA_DIR: variable(path, "the path of a directory"),
  BUNDLE_DIR: variable(path, "the path of a directory"),
  PUBLIC_URL: variable(
    origin,
    "the address people use, scheme and host alone, such as https://liaison.example.org",
  ),
  ALLOWED_ORIGINS: variable(
    origins.pipe(z.array(origin)),
    "origins separated by commas, such as https://a.example.org,https://b.example.org",
  ),
  TRUSTED_PROXIES: variable(
    z.string().regex(/^\d$/).transform(Number),
    "how many proxies of your own stand in front, 0 to 9",
  ),
  REGISTRATIONS_PER_ADDRESS: variable(count, "how many in an hour, such as 60"),
  REGISTRATIONS_PER_HOUR: variable(count, "how many in an hour, such as 600"),
  METRICS_TOKEN: secret(
    z.string().regex(/^[\x21-\x7e]{16,}$/),
    "16 or more characters without spaces, such as `openssl rand -hex 16` prints",
  ),
  LOG_LEVEL: variable(
    z.enum(["debug", "info", "warn", "error", "silent"]),
    "debug, info, warn, error or silent",
  ),
  DEMO: variable(
    z.enum(["0", "1", "false", "true"]).transform((text) => text === "1" || text === "true"),
    "1 to create the demo accounts, 0 not to",
  ),
};

/** What is unsafe about settings for a server that others reach: a line each, with the remedy. */
export function unsafeSettings({ host, publicUrl, demo }: Settings): string[] {
  const isLocal = host !== undefined && /^(127\.|::1$|localhost$)/.test(host);
  if (isLocal && !publicUrl) return [];
  const warnings: string[] = [];
  if (!publicUrl) {
    warnings.push(
      "PUBLIC_URL is not set and other machines can connect: set it to the https address that " +
        "people use, or HOST to 127.0.0.1.",
    );
  } else if (!publicUrl.startsWith("https:")) {
    warnings.push(
      "PUBLIC_URL is not https: passwords and sessions can be read on their way. Put TLS in front.",
    );
  }
  if (demo) {
    warnings.push(
      "The demo accounts have a password that everybody knows, and other machines can connect: " +
        "set DEMO to 0, or HOST to 127.0.0.1.",
    );
  }
  return warnings;
}

/** The environment, completed by `file` if there is one. */
export function readEnvironment(file = ".env"): Environment {
  let text = "";
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const set = Object.entries(Deno.env.toObject()).filter(([, value]) => value !== "");
  return { ...parseEnv(text), ...Object.fromEntries(set) };
}

/** All settings. An empty variable counts as unset. Throws SettingsError with everything wrong. */
export function readSettings(env: Environment): Settings {
  const reader = read(env);
  const settings: Settings = {
    ...databaseSettings(reader),
    port: reader.get("PORT", VARIABLES.PORT) ?? 8000,
    host: reader.get("HOST", VARIABLES.HOST) ?? (env.DATABASE_URL ? undefined : "127.0.0.1"),
    jwtSecret: reader.get("JWT_SECRET", VARIABLES.JWT_SECRET),
    bundleDir: reader.get("BUNDLE_DIR", VARIABLES.BUNDLE_DIR),
    publicUrl: reader.get("PUBLIC_URL", VARIABLES.PUBLIC_URL),
    allowedOrigins: reader.get("ALLOWED_ORIGINS", VARIABLES.ALLOWED_ORIGINS) ?? [],
    trustedProxies: reader.get("TRUSTED_PROXIES", VARIABLES.TRUSTED_PROXIES) ?? 0,
    registrations: {
      perAddress: reader.get("REGISTRATIONS_PER_ADDRESS", VARIABLES.REGISTRATIONS_PER_ADDRESS) ??
        60,
      inTotal: reader.get("REGISTRATIONS_PER_HOUR", VARIABLES.REGISTRATIONS_PER_HOUR) ?? 600,
    },
    metricsToken: reader.get("METRICS_TOKEN", VARIABLES.METRICS_TOKEN),
    logLevel: reader.get("LOG_LEVEL", VARIABLES.LOG_LEVEL) ?? "info",
    demo: reader.get("DEMO", VARIABLES.DEMO) ?? !env.DATABASE_URL,
  };
  if (env.DATABASE_URL && !env.JWT_SECRET) {
    reader.missing("JWT_SECRET", "DATABASE_URL", VARIABLES.JWT_SECRET.instead);
  }
  reader.finish();
  return settings;
}

/** The settings a migration needs: those of the database alone. Throws SettingsError. */
export function readDatabaseSettings(env: Environment): DatabaseSettings {
  const reader = read(env);
  const settings = databaseSettings(reader);
  reader.finish();
  return settings;
}

function databaseSettings(reader: Reader): DatabaseSettings {
  const settings = {
    databaseUrl: reader.get("DATABASE_URL", VARIABLES.DATABASE_URL),
    listenDatabaseUrl: reader.get("LISTEN_DATABASE_URL", VARIABLES.LISTEN_DATABASE_URL),
    ownerDatabaseUrl: reader.get("OWNER_DATABASE_URL", VARIABLES.OWNER_DATABASE_URL),
    dataDir: reader.get("DATA_DIR", VARIABLES.DATA_DIR) ?? ".data",
  };
  for (const name of ["LISTEN_DATABASE_URL", "OWNER_DATABASE_URL"]) {
    if (!reader.has(name) || reader.has("DATABASE_URL")) continue;
    reader.missing("DATABASE_URL", name, VARIABLES.DATABASE_URL.instead);
  }
  return settings;
}

type Reader = ReturnType<typeof read>;

/** Reads variables one by one and collects what is wrong with them, in the order of reading. */
function read(env: Environment) {
  const wrong: string[] = [];
  return {
    has: (name: string) => Boolean(env[name]),
    get<T>(name: string, { schema, instead, secret }: Variable<T>): T | undefined {
      const text = env[name];
      if (!text) return undefined;
      const result = schema.safeParse(text);
      if (result.success) return result.data;
      const value = secret ? "its value (not shown)" : JSON.stringify(text);
      wrong.push(`${name}: ${value} is not usable; write ${instead}.`);
    },
    missing(name: string, because: string, write: string) {
      wrong.push(`${name}: it is missing and needed with ${because}; write ${write}.`);
    },
    finish() {
      if (wrong.length > 0) throw new SettingsError(wrong);
    },
  };
}

function variable<T>(schema: z.ZodType<T, string>, instead: string): Variable<T> {
  return { schema, instead };
}

function secret<T>(schema: z.ZodType<T, string>, instead: string): Variable<T> {
  return { schema, instead, secret: true };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:\/\/[^/]/.test(text);
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
