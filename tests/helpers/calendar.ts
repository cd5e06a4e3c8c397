/** Calendars as an app reads them that is not ours. */
import assert from "node:assert/strict";
import ICAL from "ical.js";

export type CalendarEvent = {
  uid: string;
  sequence: number;
  /** ISO 8601 */
  start: string;
  end: string;
  stamp: string;
  status: string;
  summary: string;
  description: string;
  location: string | null;
  url: string;
};

/** The events of an iCalendar text. Fails unless it is one, with lines as RFC 5545 has them. */
export function readCalendar(text: string): CalendarEvent[] {
  for (const line of text.trimEnd().split("\r\n")) {
    assert.ok(new TextEncoder().encode(line).length <= 75, `too long: ${line}`);
    // deno-lint-ignore no-control-regex -- no text in a calendar has these
    assert.doesNotMatch(line, /[\x00-\x08\x0a-\x1f\x7f]/);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
  assert.match(String(calendar.getFirstPropertyValue("prodid")), /^-\/\/Liaison\/\//);
  return calendar.getAllSubcomponents("vevent").map(eventOf);
}

function eventOf(component: ICAL.Component): CalendarEvent {
  const event = new ICAL.Event(component);
  const text = (name: string) => component.getFirstPropertyValue(name)?.toString() ?? null;
  const { uid, sequence, summary, description, location } = event;
  return {
    uid,
    sequence,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    stamp: text("dtstamp")!,
    status: text("status")!,
    summary,
    description,
    location,
    url: text("url")!,
  };
}
