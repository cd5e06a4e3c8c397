/** Every page, and data that make them as full and as wide as they get. */
import {
  insertNotification,
  insertRequests,
  insertSchedules,
  researcher,
  timeOf,
} from "../factories.ts";
import { ADMIN, JOHN, PATIENT, RESEARCHER, SARAH, type Stage } from "./stage.ts";

/** Before the sign-in. */
export const PUBLIC = ["/", "/login", "/register", "/nothing-here"];
/** Behind it, by whose they are. */
export const PAGES = {
  [PATIENT]: [
    "/dashboard/patient",
    "/experts",
    "/experts?search=nobody",
    "/experts/2/request",
    "/requests/1",
    "/requests/2",
    "/calendar",
    "/meetings/1",
    "/meetings/2",
    "/notifications",
    "/settings",
    "/nothing-here",
  ],
  [RESEARCHER]: [
    "/dashboard/researcher",
    "/requests/1",
    "/requests/1?panel=accept",
    "/calendar",
    "/meetings/1",
    "/meetings/new",
    "/meetings/new?with=1",
    "/notifications",
    "/settings",
  ],
  [ADMIN]: ["/admin"],
};
/** Requests and meetings in every state and notifications, with words of every length. */
export async function fill({ sql }: Stage): Promise<void> {
  const requests = ["x".repeat(20_000), "Two\nlines"].flatMap((message) =>
    ["pending", "accepted", "rejected", "cancelled"].map((status) => ({
      message,
      status,
      preferred_datetime: timeOf("1 day"),
    }))
  );
  await insertRequests(sql, JOHN, SARAH, requests);
  await researcher(sql, { full_name: "w".repeat(200), bio: "v".repeat(2000), approved_at: null });
  await researcher(sql, { full_name: "w".repeat(200), approved_at: null });
  await insertNotification(sql, JOHN, SARAH, {
    title: "y".repeat(255),
    message: "z".repeat(20_000),
    meeting_link: "https://meet.example.org/room",
  });
  const words = { link: `https://meet.example.org/${"w".repeat(400)}`, title: "v".repeat(255) };
  await insertSchedules(sql, JOHN, SARAH, [
    { start: "2 hours", status: "scheduled", is_trial: true, ...words },
    { start: "4 hours", status: "cancelled", is_trial: false, ...words },
    { start: "20 hours", status: "scheduled", is_trial: false, ...words },
    { start: "-5 hours", status: "completed", is_trial: false, ...words },
  ]);
}
