/** How a program listens; shown in the documentation, and run by a test. */
export const LISTENING = `let serverOffset;
const socket = io("http://localhost:8000", { auth: (give) => give({ token, serverOffset }) });
socket.onAny((event, payload, offset) => { serverOffset = offset ?? serverOffset; });`;
