// The seed's frontend snippet with a token, by the JavaScript client on Node.
// Arguments: address, e-mail, password, transport. Prints a line of JSON per thing heard.
import process from "node:process";
import { io } from "socket.io-client";

const [address, email, password, transport] = process.argv.slice(2);
const patience = setTimeout(() => {
  console.error("notification_marked_read was not heard");
  process.exit(1);
}, 30_000);
const report = (event, payload) => console.log(JSON.stringify({ event, payload }));

const answer = await fetch(`${address}/api/auth/login`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ email, password }),
});
const { token, user } = await answer.json();
const currentUserId = user.id;

// Connect to Socket.IO
const socket = io(address, { auth: { token }, transports: [transport] });
socket.on("connect", () => report("connected", socket.io.engine.transport.name));
socket.on("connect_error", (error) => {
  console.error(error);
  process.exit(1);
});

// Join meeting notification room
socket.emit("join_meeting_room", {
  user_id: currentUserId,
  user_type: "user",
});
socket.on("joined_meeting_room", (data) => {
  report("joined_meeting_room", data);
  // Get all notifications
  socket.emit("get_meeting_notifications", {
    user_id: currentUserId,
  });
});
socket.on("meeting_notifications", (data) => report("meeting_notifications", data));

// Listen for new notifications
socket.on("new_meeting_notification", (notification) => {
  report("new_meeting_notification", notification);
  // Mark notification as read
  socket.emit("mark_notification_read", {
    notification_id: notification.id,
    user_id: currentUserId,
  });
});
socket.on("notification_marked_read", (data) => {
  report("notification_marked_read", data);
  socket.disconnect();
  clearTimeout(patience);
});
