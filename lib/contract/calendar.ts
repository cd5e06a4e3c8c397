import { z } from "zod";
import { time } from "./fields.ts";

/** The private address at which calendar apps read somebody's meetings without a sign-in. */
export const calendarFeed = z.object({ url: z.url(), created_at: time });
export type CalendarFeed = z.infer<typeof calendarFeed>;

/** Null if there is none. */
export const calendarFeedAnswer = z.object({ feed: calendarFeed.nullable() });
export const newCalendarFeedAnswer = z.object({ feed: calendarFeed });
