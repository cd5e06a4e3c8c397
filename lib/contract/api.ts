/** Every endpoint as data. The OpenAPI document is made from it; tests compare the routes with it. */
import { accountEndpoints } from "./api/accounts.ts";
import { adminEndpoints } from "./api/admin.ts";
import { blockEndpoints } from "./api/blocks.ts";
import { calendarEndpoints } from "./api/calendars.ts";
import type { Endpoint } from "./api/endpoint.ts";
import { factorEndpoints } from "./api/factors.ts";
import { notificationEndpoints } from "./api/notifications.ts";
import { operationEndpoints } from "./api/operations.ts";
import { requestEndpoints } from "./api/requests.ts";
import { scheduleEndpoints } from "./api/schedules.ts";
import { settingsEndpoints } from "./api/settings.ts";

export { type Answer, codesOf, type Endpoint, isOpenToUnapproved, TAGS } from "./api/endpoint.ts";

export const endpoints: Endpoint[] = [
  ...accountEndpoints,
  ...settingsEndpoints,
  ...factorEndpoints,
  ...requestEndpoints,
  ...blockEndpoints,
  ...scheduleEndpoints,
  ...calendarEndpoints,
  ...notificationEndpoints,
  ...adminEndpoints,
  ...operationEndpoints,
];
