/** Schemas that have a name in the document: clients that are made from it get a type for each. */
import type { z } from "zod";
import { calendarFeed } from "../calendar.ts";
import * as account from "../account.ts";
import * as admin from "../admin.ts";
import { block } from "../blocks.ts";
import * as choices from "../choices.ts";
import * as meetings from "../meetings.ts";
import * as notifications from "../notifications.ts";
import * as users from "../users.ts";
import { problem } from "./errors.ts";

export const NAMED: Record<string, z.ZodType> = {
  Problem: problem,
  User: users.user,
  Person: users.person,
  Expert: users.expert,
  ExpertsPage: users.expertsPage,
  SignIn: users.signIn,
  Request: meetings.request,
  Schedule: meetings.schedule,
  UpcomingMeeting: meetings.upcomingMeeting,
  CalendarFeed: calendarFeed,
  Notification: notifications.notification,
  NotificationsPage: notifications.notificationsPage,
  Session: account.session,
  Block: block,
  NotificationChoice: choices.choice,
  ProfileInput: account.profileInput,
  PasswordInput: account.passwordInput,
  RegisterInput: users.registerInput,
  LoginInput: users.loginInput,
  RequestInput: meetings.requestInput,
  DecisionInput: meetings.decisionInput,
  ScheduleInput: meetings.scheduleInput,
  RescheduleInput: meetings.rescheduleInput,
  NotificationInput: notifications.notificationInput,
  Candidate: admin.candidate,
  CandidatesPage: admin.candidatesPage,
  ReviewInput: admin.reviewInput,
  CancelAheadInput: admin.cancelAheadInput,
  ReminderInput: notifications.reminderInput,
  CancelInput: notifications.cancelInput,
};
