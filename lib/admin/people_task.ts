/** `deno task people`: approves researchers, makes the first admin and links for new passwords. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { hashPassword } from "../auth/passwords/hashing.ts";
import { makeResetLink } from "../auth/passwords/reset.ts";
import { type Command, logOf, runCommand } from "../command.ts";
import type { Sql } from "../db/pool.ts";
import type { Settings } from "../settings.ts";
import { createAdmin, researcherByEmail } from "./admins.ts";
import { listResearchers } from "./researchers.ts";
import { reviewResearcher } from "./reviews.ts";

const USAGE = `People who use Liaison:
  deno task people waiting                          lists the researchers who wait for approval
  deno task people approve <email>                  lets a researcher in, again after a suspension
  deno task people refuse <email> --reason <text>   does not; the researcher reads the reason
  deno task people suspend <email> --reason <text>  signs an approved researcher out and keeps them
                                                    out; meetings ahead stay
  deno task people admin <email> [--name <name>]    makes an admin, who decides these on the page
                                                    /admin; prints a password, once
  deno task people reset <email> [--factors]        prints a link, once, by which the person sets a
                                                    new password within a day; with --factors their
                                                    authenticator app is removed as well`;

const OUTCOMES = { approve: "approved", refuse: "refused", suspend: "suspended" } as const;

/** The command that the arguments name; null if they name none. */
function readCommand(args: string[]): Command | null {
  const options = {
    reason: { type: "string" },
    name: { type: "string" },
    factors: { type: "boolean" },
  } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [verb = "", email = "", ...rest] = positionals;
  if (rest.length > 0) return null;
  if (verb === "waiting" && !email) return listWaiting;
  if (!email) return null;
  if (verb === "reset") {
    return (sql, settings) => printResetLink(sql, settings, email, values.factors ?? false);
  }
  if (verb === "admin") {
    return (sql, settings) => makeAdmin(sql, settings, email, values.name ?? "Admin");
  }
  if (!Object.hasOwn(OUTCOMES, verb)) return null;
  const decision = OUTCOMES[verb as keyof typeof OUTCOMES];
  if (decision !== "approved" && !values.reason) return null;
  return (sql, settings) => review(sql, settings, email, { decision, reason: values.reason });
}

async function listWaiting(sql: Sql): Promise<number> {
  const query = { state: "waiting", search: "", limit: 100, offset: 0 } as const;
  const { researchers, total } = await listResearchers(sql, query);
  if (total === 0) console.error("Nobody is waiting");
  for (const { email, full_name, institution, created_at, doubles } of researchers) {
    const about = [email, full_name, institution, `registered ${created_at}`];
    if (doubles.length > 0) about.push(`same name as ${doubles.map((d) => d.email).join(", ")}`);
    console.log(about.filter((part) => part).join("  "));
  }
  if (total > researchers.length) console.error(`… and ${total - researchers.length} more`);
  return 0;
}

async function review(
  sql: Sql,
  settings: Settings,
  email: string,
  input: { decision: string; reason?: string },
): Promise<number> {
  const id = await researcherByEmail(sql, email);
  const { full_name, state } = await reviewResearcher(
    sql,
    { user: null, log: logOf(settings) },
    id,
    input,
  );
  console.log(`${full_name} is ${state}`);
  return 0;
}

async function makeAdmin(
  sql: Sql,
  settings: Settings,
  email: string,
  name: string,
): Promise<number> {
  const password = randomBytes(12).toString("base64url");
  await createAdmin(sql, logOf(settings), email, name, await hashPassword(password));
  console.error(
    `${email} is an admin now, and signs in with this password; it is not shown again:`,
  );
  console.log(password);
  return 0;
}

async function printResetLink(
  sql: Sql,
  settings: Settings,
  email: string,
  withFactors: boolean,
): Promise<number> {
  const path = await makeResetLink(sql, logOf(settings), null, email, { withFactors });
  console.error(`By this link ${email} sets a new password, once, within a day:`);
  console.log(`${settings.publicUrl ?? `http://localhost:${settings.port}`}${path}`);
  return 0;
}

await runCommand(readCommand, USAGE);
