/** The lines that the README and the documentation give programs to listen with. */
import assert from "node:assert/strict";
import { io, type Socket } from "socket.io-client";
import { LISTENING } from "../../../lib/contract/api/listening.ts";
import { appWithPeople } from "../../helpers/app.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { within } from "../../helpers/signals.ts";

Deno.test("the README has the same lines as the documentation", async () => {
  const readme = await Deno.readTextFile(new URL("../../../README.md", import.meta.url));
  assert.ok(readme.includes(`\n${LISTENING}\n`));
});

Deno.test("a client that listens as documented is sent what it missed", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const send = (title: string) =>
    sql`select send_meeting_notification(user_id => ${john.id}, mentor_id => ${sarah.id},
      notification_type => 'message', title => ${title}, message => 'x')`;
  const run = new Function("io", "token", `${LISTENING}; return socket;`);
  const socket: Socket = run(
    (_address: string, options: object) => io(url, { ...options, forceNew: true }),
    await tokenOf(sql, john),
  );
  const heard = (event: string) =>
    within(10_000, event, new Promise<{ title: string }>((resolve) => socket.once(event, resolve)));
  try {
    await heard("ready");
    const first = heard("new_meeting_notification");
    await send("First");
    assert.equal((await first).title, "First");
    socket.disconnect();
    await send("Missed");
    const missed = heard("new_meeting_notification");
    socket.connect();
    assert.equal((await missed).title, "Missed");
  } finally {
    socket.close();
  }
});
