/** The matrix of the forms of pages: what comes of one that is sent. */
import { EVERYBODY, type Outcomes, PEOPLE, SIGNED_OUT } from "./outcomes.ts";

type Form = { path: string; fields: Record<string, string>; outcomes: Outcomes };

const PERSONS = "patient otherPatient researcher otherResearcher waiting admin";
const OTHERS = "otherPatient otherResearcher admin";
const PEOPLE_BUT_ADMINS = PEOPLE.replace(" admin", "");

/** A form on a page behind the sign-in. */
function form(path: string, fields: Record<string, string>, outcomes: Outcomes): Form {
  return { path, fields, outcomes: { "/login": SIGNED_OUT, ...outcomes } };
}

const decided = {
  ok: "researcher",
  "403": "patient waiting service",
  "404": OTHERS,
};
const ofThePair = { ok: "patient researcher", "403": "waiting service", "404": OTHERS };
const ofThePatient = { ok: "patient", "403": "waiting service", "404": `researcher ${OTHERS}` };
const forAdmins = { ok: "admin", "403": PEOPLE_BUT_ADMINS };
const byPassword = { "400": PERSONS, "403": "service" };
const ofOneself = { ok: PERSONS, "403": "service" };
const time = { date: "2097-05-01", time: "10:00", duration_minutes: "60" };
const wrong = { current_password: "not the password" };

/** `ok` is a success, which leads to a page. */
export const FORMS: Form[] = [
  form("/requests/{request}", { action: "accept", ...time }, decided),
  form("/requests/{request}", { action: "decline", reason: "Away" }, decided),
  form("/requests/{request}", { action: "withdraw" }, {
    ok: "patient",
    "403": "researcher waiting service",
    "404": OTHERS,
  }),
  form("/meetings/{schedule}", { action: "move", ...time, date: "2097-06-01" }, ofThePair),
  form("/meetings/{schedule}", { action: "cancel", reason: "Away" }, ofThePair),
  form("/meetings/new", { with: "{patient}", kind: "meeting", ...time, date: "2097-07-01" }, {
    ok: "researcher",
    "400": `patient ${OTHERS}`,
    "403": "waiting service",
  }),
  form("/notifications/{notification}", { action: "read" }, ofThePatient),
  form("/notifications/{notification}", { action: "unread" }, ofThePatient),
  form("/notifications/{notification}", { action: "open" }, ofThePatient),
  form("/notifications", { action: "mark-all-read" }, {
    ok: `patient researcher ${OTHERS}`,
    "403": "waiting service",
  }),
  form("/experts/{stranger}/request", { message: "Hello" }, {
    ok: "patient otherPatient",
    "403": "researcher otherResearcher waiting admin service",
  }),
  form("/blocks", { action: "block", user_id: "{patient}" }, {
    ok: "researcher",
    "403": "patient otherPatient waiting admin service",
    "404": "otherResearcher",
  }),
  form("/blocks", { action: "unblock", user_id: "{patient}" }, {
    ok: "researcher otherResearcher",
    "403": "patient otherPatient waiting admin service",
  }),
  form("/settings", { action: "dates", time_zone: "UTC", locale: "en-US" }, ofOneself),
  form("/settings", { action: "end", session_id: "{session}", ...wrong }, byPassword),
  form("/settings", { action: "email", email: "new@example.org", ...wrong }, byPassword),
  form("/settings/security", { action: "begin", ...wrong }, byPassword),
  form("/settings/calendar-feed", { action: "make" }, ofOneself),
  form("/settings/calendar-feed", { action: "remove" }, ofOneself),
  form("/admin", { action: "approved", id: "{otherResearcher}" }, forAdmins),
  form("/admin", { action: "cancel-meetings", id: "{waiting}", reason: "Away" }, forAdmins),
  form("/admin", { action: "reset", email: "nobody@example.org" }, {
    "400": "admin",
    "403": PEOPLE_BUT_ADMINS,
  }),
  { path: "/logout", fields: {}, outcomes: { ok: EVERYBODY } },
];
