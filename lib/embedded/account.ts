/**
 * Under which account Postgres runs. It refuses to run as root, so root runs it as the owner of the
 * data, or as the user `postgres` for new data. Where that user cannot reach the files, as in a
 * checkout below /root, it is given the one capability that lets it.
 */
import { StartError } from "../db/errors.ts";
import { type Account, commandLine, run } from "./command.ts";

type Owner = NonNullable<Account["owner"]>;

/** The account for a data directory. Throws StartError where root finds no other user. */
export async function chooseAccount(
  dataDir: string,
  cluster: string,
  postgres: string,
): Promise<Account> {
  if (Deno.uid() !== 0) return { capable: false };
  const owner = await ownerOf(cluster) ?? await postgresUser();
  for (const capable of [false, true]) {
    const account = { owner, capable };
    if (await reaches(account, dataDir, postgres)) return account;
  }
  throw new StartError(
    `Postgres does not run as root, and the user it would run as (uid ${owner.uid}) cannot reach ${postgres} or ${dataDir}.`,
    "Install `setpriv` (package util-linux), move the project to a directory every user can enter, start as an ordinary user, or set DATABASE_URL.",
  );
}

async function ownerOf(cluster: string): Promise<Owner | undefined> {
  const info = await Deno.stat(cluster).catch(() => undefined);
  return info?.uid && info.gid !== null ? { uid: info.uid, gid: info.gid } : undefined;
}

async function postgresUser(): Promise<Owner> {
  const known = await lookUp("postgres");
  if (known) return known;
  await tool("groupadd", ["--system", "--force", "postgres"]);
  const options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"];
  await tool("useradd", [...options, "--gid", "postgres", "postgres"]);
  const made = await lookUp("postgres");
  if (made) return made;
  throw new StartError(
    "Postgres does not run as root, and a user `postgres` to run it as could not be made.",
    "Make one (`useradd --system postgres`), start as an ordinary user, or set DATABASE_URL.",
  );
}

async function lookUp(name: string): Promise<Owner | undefined> {
  const [uid, gid] = await Promise.all([tool("id", ["-u", name]), tool("id", ["-g", name])]);
  if (!uid.success || !gid.success) return undefined;
  return { uid: Number(uid.text), gid: Number(gid.text) };
}

async function tool(program: string, args: string[]): Promise<{ success: boolean; text: string }> {
  const line = commandLine({ capable: false }, "/", program, args);
  return await run(line).catch((error) => ({ success: false, text: String(error) }));
}

async function reaches(account: Account, dataDir: string, postgres: string): Promise<boolean> {
  const line = commandLine(account, dataDir, postgres, ["--version"]);
  return await run(line).then(({ success }) => success, () => false);
}
