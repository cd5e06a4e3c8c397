/**
 * Names inside sentences. Without isolation, a name that is written from right to left would reorder
 * the words and figures around it, or the whole sentence if it begins with the name.
 */
import { type ComponentChildren, Fragment } from "preact";
import type { Notification } from "../../contract/notifications.ts";

/** The scripts in use that are written from right to left. */
const RIGHT_TO_LEFT =
  /\p{sc=Arabic}|\p{sc=Hebrew}|\p{sc=Syriac}|\p{sc=Thaana}|\p{sc=Nko}|\p{sc=Adlam}/u;
/** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE of Unicode. */
const [ISOLATE, END] = ["\u2068", "\u2069"];

/** A name to be put into plain text, isolated if it is written from right to left. */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? ISOLATE + name + END : name;
}

/** The text of a notification, in which the names and the reason from its data are isolated. */
export function withNames(text: string, { notification_data }: Notification): ComponentChildren {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  const { reason, user_name, mentor_name } = Object(notification_data) as Record<string, unknown>;
  const names = [reason, user_name, mentor_name];
  return isolate(text, names.filter((one): one is string => typeof one === "string" && one !== ""));
}

function isolate(text: string, [name, ...others]: string[]): ComponentChildren {
  if (!name) return text;
  const [first, ...rest] = text.split(name).map((part) => isolate(part, others));
  const after = (part: ComponentChildren, place: number) => (
    <Fragment key={place}>
      <bdi>{name}</bdi>
      {part}
    </Fragment>
  );
  return [first, ...rest.map(after)];
}
