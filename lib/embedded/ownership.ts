/** The owners of files when root starts the database as another user. */
import { dirname } from "node:path";
import type { Account } from "./command.ts";

/** Hands a new file over to the account Postgres runs under. */
export async function giveTo({ owner }: Account, path: string): Promise<void> {
  if (owner) await Deno.chown(path, owner.uid, owner.gid);
}

/** Gives a file made by root to the owner of its directory, who may start the app the next time. */
export async function giveToDirectoryOwner(path: string): Promise<void> {
  if (Deno.uid() !== 0) return;
  const { uid, gid } = await Deno.stat(dirname(path));
  await Deno.chown(path, uid, gid);
}
