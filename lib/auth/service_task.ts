/**
 * `deno task service`: tokens for other systems. It works on DATABASE_URL, or on the embedded
 * database, whether the app is running on it or not.
 */
import { parseArgs } from "node:util";
import { type Command, logOf, runCommand } from "../command.ts";
import type { Sql } from "../db/pool.ts";
import type { Settings } from "../settings.ts";
import { readSecret } from "./secret.ts";
import { issueServiceToken, listServiceTokens, revokeServiceTokens } from "./services.ts";

const USAGE = `Tokens for other systems:
  deno task service issue <name> [--days <1-3650>]   prints a token, once (365 days by default)
  deno task service list                             shows the valid tokens, without the secrets
  deno task service revoke <name|id>                 ends all of a service's tokens, or one`;

/** The command that the arguments name; null if they name none. */
function readCommand(args: string[]): Command | null {
  const options = { days: { type: "string", default: "365" } } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [verb, name, ...rest] = positionals;
  if (rest.length > 0) return null;
  if (verb === "issue" && name) {
    return (sql, settings) => issue(sql, settings, name, Number(values.days));
  }
  if (verb === "list" && !name) return list;
  if (verb === "revoke" && name) return (sql, settings) => revoke(sql, settings, name);
  return null;
}

async function issue(sql: Sql, settings: Settings, name: string, days: number): Promise<number> {
  const auth = {
    secret: await readSecret(settings),
    secureCookies: false,
    allowedOrigins: [],
    registrations: settings.registrations,
    log: logOf(settings),
  };
  const { token, expires_at, user } = await issueServiceToken(sql, auth, name, days);
  console.error(`A token for ${user.full_name}, valid until ${expires_at}; it is not shown again:`);
  console.log(token);
  return 0;
}

async function list(sql: Sql): Promise<number> {
  const tokens = await listServiceTokens(sql);
  if (tokens.length === 0) console.error("There are no service tokens");
  for (const { id, name, issued_at, expires_at } of tokens) {
    const [from, until] = [issued_at, expires_at].map((at) => at.toISOString());
    console.log(`${id}  ${name}  issued ${from}, valid until ${until}`);
  }
  return 0;
}

async function revoke(sql: Sql, settings: Settings, name: string): Promise<number> {
  const count = await revokeServiceTokens(sql, logOf(settings), name);
  if (count === 0) {
    console.error(`There is no service and no token ${name}`);
    return 1;
  }
  console.log(`Revoked ${count}`);
  return 0;
}

await runCommand(readCommand, USAGE);
