import type { Person } from "../../contract/users.ts";
import { Form } from "../components/form.tsx";

type BlockPersonProps = {
  person: Person;
  isBlocked: boolean;
  /** The page that follows. */
  next: string;
};

/** Lets a researcher block a patient, after a question, or unblock them. Needs no script. */
export function BlockPerson({ person, isBlocked, next }: BlockPersonProps) {
  if (isBlocked) {
    return (
      <div class="row row-apart block-person">
        <p class="quiet">
          You have blocked <bdi>{person.full_name}</bdi>.
        </p>
        <UnblockForm person={person} next={next} />
      </div>
    );
  }
  return (
    <details class="block-person">
      <summary class="button button-plain">Block this person…</summary>
      <Form class="card form" action="/blocks">
        <input type="hidden" name="user_id" value={person.id} />
        <input type="hidden" name="next" value={next} />
        <p>
          <bdi>{person.full_name}</bdi>{" "}
          will no longer find you, and cannot ask you for meetings or write to you. If a request of
          theirs is pending, it is declined. Meetings ahead stay, and you can cancel them.
        </p>
        <p class="quiet">
          They are not notified that you blocked them. You can unblock them in the settings.
        </p>
        <div class="actions">
          <button type="submit" name="action" value="block" class="button button-danger">
            Block
          </button>
        </div>
      </Form>
    </details>
  );
}

/** A button that unblocks a patient. */
export function UnblockForm({ person, next }: Pick<BlockPersonProps, "person" | "next">) {
  return (
    <Form action="/blocks">
      <input type="hidden" name="user_id" value={person.id} />
      <input type="hidden" name="next" value={next} />
      <button type="submit" name="action" value="unblock" class="button">
        Unblock<span class="sr-only">: {person.full_name}</span>
      </button>
    </Form>
  );
}
