/** What calls leave in the security log: what was shown, what was refused, and tokens in use. */
import type { Context } from "fresh";
import type { AuditBatch, Shown } from "../audit/batch.ts";
import type { Origin } from "../audit/entries.ts";
import type { Identity } from "../contract/users.ts";
import { addressOf } from "./remote.ts";

type Call = Pick<
  Context<{ audit: AuditBatch; identity: Identity | null }>,
  "req" | "info" | "state"
>;

/** Notes that the caller was shown requests and meetings. */
export function noteShown(ctx: Call, rows: Shown[]): void {
  const { audit, identity } = ctx.state;
  if (identity) audit.read(identity.user.id, originOf(ctx), rows);
}

/** Notes that the caller was given one meeting's file for calendars. */
export function noteMeeting(ctx: Call, id: number): void {
  const actor = ctx.state.identity?.user.id ?? null;
  const from = originOf(ctx);
  ctx.state.audit.note({ action: "meeting_read", actor, person: null, subject: id, from });
}

/** Notes that a calendar app read all meetings of somebody, who is not signed in there. */
export function noteCalendar(ctx: Call, id: number): void {
  const from = originOf(ctx);
  ctx.state.audit.note({ action: "calendar_read", actor: id, person: id, subject: id, from });
}

/** Notes that a service called with its token. */
export function noteToken(ctx: Call): void {
  const { audit, identity } = ctx.state;
  if (identity) audit.token(identity, originOf(ctx));
}

/**
 * Notes an answer that refuses: 403, 429, and the 404 by which rows of others are answered. Instead
 * of the path, which a stranger may have written, it has the route.
 */
export function noteRefusal(
  ctx: Call & Pick<Context<unknown>, "params" | "route">,
  status: number,
): void {
  const id = Number(ctx.params.id);
  const isMissing = status === 404 && Number.isSafeInteger(id);
  if (status !== 403 && status !== 429 && !isMissing) return;
  const { audit, identity } = ctx.state;
  audit.noteAndLog({
    action: "refused",
    actor: identity?.user.id ?? null,
    person: null,
    subject: Number.isSafeInteger(id) ? id : null,
    from: originOf(ctx),
    details: { status, method: ctx.req.method, route: ctx.route ?? "" },
  });
}

function originOf({ req, info }: Pick<Call, "req" | "info">): Origin {
  return { address: addressOf(info), userAgent: req.headers.get("user-agent") };
}
