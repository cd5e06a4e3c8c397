/** A client that waits for nothing but its connection receives all that is committed from then on. */
import { appWithPeople } from "../helpers/app.ts";
import { LiveClient } from "../helpers/live_client.ts";
import { tokenOf } from "../helpers/auth.ts";
import { insertNotification } from "../helpers/factories.ts";
import { rounds } from "../helpers/rounds.ts";

Deno.test("a new connection receives what is committed right after it", async () => {
  await using app = await appWithPeople();
  const { sql, john, sarah } = app;
  const user_id = john.id;
  const listen = async (transport: "polling" | "websocket") => {
    const token = await tokenOf(sql, john);
    await using client = new LiveClient(app.url, { token, transports: [transport] });
    client.socket.emit("get_meeting_notifications", { user_id });
    await client.until("meeting_notifications");
    const id = await insertNotification(sql, john, sarah);
    await client.until("new_meeting_notification", (event) => event.id === id);
  };
  // Again and again nobody is connected, and then several are at once.
  for (let round = 0; round < rounds(10, 300); round++) {
    await Promise.all([listen("polling"), listen("websocket"), listen("polling")]);
  }
});
