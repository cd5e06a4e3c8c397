/** The matrix of the API: which outcome each endpoint has for whom. */
import { EVERYBODY, type Outcomes, PEOPLE, SIGNED_OUT } from "./outcomes.ts";

/** A call, the body it is made with, and what comes of it. Names in braces are ids of the cast. */
export type Row = { call: string; body?: unknown; outcomes: Outcomes };

const MEMBERS = "patient otherPatient researcher otherResearcher admin service";
const PERSONS = "patient otherPatient researcher otherResearcher waiting admin";
const PAIR = "patient researcher";
const OTHERS = "otherPatient otherResearcher admin";

const wrong = { current_password: "not the password" };
const pair = { user_id: "{patient}", mentor_id: "{researcher}" };
const time = { start_datetime: "2097-03-01T10:00:00Z", title: "Zanzibar" };
const note = { notification_type: "news", title: "T", message: "Hello" };
const ofSchedule = { schedule_id: "{schedule}" };

/** Of a person's account; `outcomes` of those who are signed in. */
function account(call: string, outcomes: Outcomes, body?: unknown): Row {
  return { call, body, outcomes: { unauthenticated: SIGNED_OUT, ...outcomes } };
}

/** Of all else, from which a researcher who is not approved is kept. */
function member(call: string, outcomes: Outcomes, body?: unknown): Row {
  return account(call, { ...outcomes, not_approved: "waiting" }, body);
}

function open(call: string, outcome = "ok", body?: unknown): Row {
  return { call, body, outcomes: { [outcome]: EVERYBODY } };
}

const byPassword = { invalid_input: PERSONS, forbidden: "service" };
const forAdmins = { ok: "admin", forbidden: `${PAIR} otherPatient otherResearcher service` };
const forResearchers = { ok: "researcher", forbidden: "patient otherPatient admin service" };
const ofThePair = { ok: `${PAIR} service`, not_found: OTHERS };
const amongThePair = { ok: `${PAIR} service`, forbidden: OTHERS };
const ofThePatient = {
  ok: "patient",
  not_found: "otherPatient researcher otherResearcher admin service",
};

export const ROWS: Row[] = [
  open("POST /api/auth/register", "invalid_input", {}),
  open("POST /api/auth/login", "invalid_input", {}),
  account("POST /api/auth/logout", { ok: PEOPLE }),
  account("GET /api/auth/me", { ok: PEOPLE }),
  account("PUT /api/auth/me", { ok: PEOPLE }, { time_zone: "UTC" }),
  account("PUT /api/auth/password", byPassword, { ...wrong, new_password: "Zug nach Ulm 77" }),
  account("PUT /api/auth/email", byPassword, { ...wrong, email: "new@example.org" }),
  account("GET /api/auth/sessions", { ok: PEOPLE }),
  account("DELETE /api/auth/sessions", byPassword, wrong),
  account("DELETE /api/auth/sessions/{session}", byPassword, wrong),
  account("GET /api/auth/factors", { ok: PEOPLE }),
  account("PUT /api/auth/authenticator/setup", byPassword, wrong),
  account("PUT /api/auth/authenticator", { invalid_input: PEOPLE }, {
    setup: "made up",
    otp: "123456",
  }),
  account("DELETE /api/auth/authenticator", byPassword, wrong),
  account("PUT /api/auth/recovery-codes", byPassword, wrong),
  account("GET /api/auth/passkeys", { ok: PEOPLE }),
  account("PUT /api/auth/passkeys/setup", byPassword, wrong),
  account("PUT /api/auth/passkeys", { invalid_input: PEOPLE }, {}),
  open("GET /api/auth/login/passkey"),
  open("PUT /api/auth/login/passkey", "invalid_input", {}),
  account("GET /api/notification-choices", { ok: PEOPLE }),
  account("PUT /api/notification-choices", { ok: PEOPLE }, { choices: [] }),
  account("GET /api/calendar-feed", { ok: PEOPLE }),
  account("POST /api/calendar-feed", { ok: PERSONS, forbidden: "service" }),
  account("DELETE /api/calendar-feed", { ok: PEOPLE }),

  member("GET /api/experts", { ok: MEMBERS }),
  member("GET /api/experts/specialties", { ok: MEMBERS }),
  member("GET /api/meetings/", { ok: MEMBERS }),
  member("GET /api/meetings/counts", { ok: MEMBERS }),
  member("POST /api/meetings/", {
    ok: "patient otherPatient",
    forbidden: "researcher otherResearcher admin service",
  }, { expert_id: "{stranger}", message: "Hello" }),
  member("PUT /api/meetings/{request}/status", {
    ok: "researcher",
    forbidden: "patient",
    not_found: `${OTHERS} service`,
  }, { status: "accepted" }),
  member("PUT /api/meetings/{request}/status", {
    ok: "patient",
    forbidden: "researcher",
    not_found: `${OTHERS} service`,
  }, { status: "cancelled" }),
  member("GET /api/blocks", { ...forResearchers, ok: "researcher otherResearcher" }),
  member("PUT /api/blocks/{patient}", { ...forResearchers, not_found: "otherResearcher" }),
  member("DELETE /api/blocks/{patient}", { ...forResearchers, ok: "researcher otherResearcher" }),

  member("GET /api/schedule", { ok: MEMBERS }),
  member("POST /api/schedule", amongThePair, { ...pair, ...time }),
  member("GET /api/trial_schedule", { ok: MEMBERS }),
  member("POST /api/trial_schedule", amongThePair, { ...pair, ...time }),
  member("PUT /api/schedule/{schedule}", ofThePair, {
    start_datetime: "2097-03-01T10:00:00Z",
    duration_minutes: 45,
  }),
  member("GET /api/schedule/{schedule}/calendar", ofThePair),

  member("GET /api/meeting-notifications", { ok: MEMBERS }),
  member("GET /api/meeting-notifications/unread-count", { ok: MEMBERS }),
  member("GET /api/meeting-notifications/upcoming", { ok: MEMBERS }),
  member("PUT /api/meeting-notifications/{notification}/read", ofThePatient),
  member("PUT /api/meeting-notifications/{notification}/unread", ofThePatient),
  member("PUT /api/meeting-notifications/mark-all-read", { ok: MEMBERS }),
  member("POST /api/meeting-notifications", amongThePair, { ...pair, ...note }),
  member("POST /api/meeting-notifications/reminder", ofThePair, ofSchedule),
  member("POST /api/meeting-notifications/cancel", ofThePair, ofSchedule),

  member("GET /api/admin/researchers", forAdmins),
  member("PUT /api/admin/researchers/{otherResearcher}", forAdmins, {
    decision: "approved",
  }),
  member("POST /api/admin/researchers/{waiting}/cancel-meetings", forAdmins, {
    reason: "They have left",
  }),

  open("GET /healthz"),
  open("GET /readyz"),
  // From this machine; whoever calls from elsewhere needs a token of its own.
  open("GET /metrics"),
  open("GET /api/openapi.json"),
];
