import type { ComponentChildren } from "preact";
import type { ReviewState } from "../../contract/admin.ts";
import type { User } from "../../contract/users.ts";
import { DocumentHead } from "../components/document_head.tsx";
import { Form, PageUser } from "../components/form.tsx";
import { Notice } from "../components/notice.tsx";

type ApprovalNoticeProps = {
  user: User;
  state: ReviewState;
  /** What an admin wrote about it. */
  reason: string | null;
  /** What watches for the approval. */
  children?: ComponentChildren;
};

type Words = { title: string; text: string };

const WORDS: Record<Exclude<ReviewState, "approved">, Words> = {
  waiting: {
    title: "Your account is waiting for approval",
    text: "We check that you are a researcher before patients can find you. This page opens by " +
      "itself once you are approved. You do not have to sign in again.",
  },
  refused: {
    title: "Your account was not approved",
    text: "Patients cannot find you. You can correct your profile in the settings.",
  },
  suspended: {
    title: "Your account is suspended",
    text: "Patients cannot find you, and you cannot see your meetings here.",
  },
};

/** What a researcher who is not approved sees instead of all pages but the settings. */
export function ApprovalNotice({ user, state, reason, children }: ApprovalNoticeProps) {
  const { title, text } = WORDS[state === "approved" ? "waiting" : state];
  return (
    <PageUser id={user.id}>
      <Notice title={title}>
        <DocumentHead title={title} sheet="signed_out" />
        <p>{text}</p>
        {state !== "waiting" && reason && (
          <p>
            The reason: <bdi>{reason}</bdi>
          </p>
        )}
        <p class="quiet">
          Signed in as <bdi>{user.full_name}</bdi>
        </p>
        <div class="actions">
          <a class="button button-primary" href="/dashboard">Check again</a>
          <a class="button" href="/settings">Settings</a>
          <Form action="/logout">
            <button type="submit" class="button">Sign out</button>
          </Form>
        </div>
        {children}
      </Notice>
    </PageUser>
  );
}
