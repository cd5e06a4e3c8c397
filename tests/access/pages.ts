/** The matrix of the pages: what somebody sees who opens one, and where others are led. */
import { EVERYBODY, type Outcomes, PEOPLE, SIGNED_OUT } from "./outcomes.ts";

const MEMBERS = "patient otherPatient researcher otherResearcher admin";
const PERSONS = `${MEMBERS} waiting`;
const OTHERS = "otherPatient otherResearcher admin";
const OUTSIDE = { "403": "waiting service" };

/** By path: the outcomes, of which `/login` is where those go who are not signed in. */
export const PAGES: Record<string, Outcomes> = {
  "/": { "200": SIGNED_OUT, "/dashboard": PEOPLE },
  "/login": { "200": SIGNED_OUT, "/dashboard": PEOPLE },
  "/login/code": { "/login": EVERYBODY },
  "/register": { "200": SIGNED_OUT, "/dashboard": PEOPLE },
  "/reset/made-up": { "404": EVERYBODY },
  "/docs": { "200": EVERYBODY },
  "/docs/0/made-up.js": { "404": EVERYBODY },
  "/calendar/made-up.ics": { "404": EVERYBODY },
  "/logout": { "405": EVERYBODY },
  "/admin": {
    "/login": SIGNED_OUT,
    "200": "admin",
    "403": PEOPLE.replace(" admin", ""),
  },
  "/blocks": { "/login": SIGNED_OUT, "/settings": MEMBERS, ...OUTSIDE },
  "/calendar": { "/login": SIGNED_OUT, "200": MEMBERS, ...OUTSIDE },
  "/dashboard": {
    "/login": SIGNED_OUT,
    "/dashboard/patient": "patient otherPatient",
    "/dashboard/researcher": "researcher otherResearcher",
    "/admin": "admin",
    ...OUTSIDE,
  },
  "/dashboard/patient": {
    "/login": SIGNED_OUT,
    "200": "patient otherPatient",
    "/dashboard": "researcher otherResearcher admin",
    ...OUTSIDE,
  },
  "/dashboard/researcher": {
    "/login": SIGNED_OUT,
    "200": "researcher otherResearcher",
    "/dashboard": "patient otherPatient admin",
    ...OUTSIDE,
  },
  "/experts": { "/login": SIGNED_OUT, "200": MEMBERS, ...OUTSIDE },
  "/experts/{researcher}/request": {
    "/login": SIGNED_OUT,
    "200": "patient otherPatient",
    "/experts": "researcher otherResearcher admin",
    ...OUTSIDE,
  },
  "/meetings/{schedule}": {
    "/login": SIGNED_OUT,
    "200": "patient researcher",
    "404": OTHERS,
    ...OUTSIDE,
  },
  "/meetings/new": { "/login": SIGNED_OUT, "200": MEMBERS, ...OUTSIDE },
  "/notifications": { "/login": SIGNED_OUT, "200": MEMBERS, ...OUTSIDE },
  "/notifications/{notification}": {
    "/login": SIGNED_OUT,
    "200": "patient",
    "404": `researcher ${OTHERS}`,
    ...OUTSIDE,
  },
  "/requests/{request}": {
    "/login": SIGNED_OUT,
    "200": "patient researcher",
    "404": OTHERS,
    ...OUTSIDE,
  },
  "/settings": { "/login": SIGNED_OUT, "200": PERSONS, "403": "service" },
  "/settings/calendar-feed": { "/login": SIGNED_OUT, "/settings": PERSONS, "403": "service" },
  "/settings/security": { "/login": SIGNED_OUT, "200": PERSONS, "403": "service" },
};
