/**
 * The feed with Postgres as the oracle: whatever is written, by however many at once, and whatever
 * breaks meanwhile, every hub hears each committed change once, and the rows that clients have are
 * those of the tables.
 */
import fc from "fast-check";
import { testDatabase } from "../../helpers/database.ts";
import { rounds, seed } from "../../helpers/rounds.ts";
import { perform, type Program, program } from "./feed_program.ts";
import { checkClients, checkHubs, checkReplays } from "./feed_oracle.ts";
import { stage } from "./feed_stage.ts";

Deno.test("every committed change arrives once, whatever happens", async () => {
  await using db = await testDatabase({ max: 4 });
  const once = async (script: Program) => {
    await using scene = await stage(db, script.hubs);
    await perform(scene, script);
    await scene.settle();
    await checkHubs(scene);
    await checkClients(scene);
    await checkReplays(scene);
  };
  const numRuns = rounds(8, 300);
  await fc.assert(fc.asyncProperty(program, once), { seed, numRuns, endOnFailure: false });
});
