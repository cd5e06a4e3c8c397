import type { ComponentChildren, JSX, RefObject } from "preact";
import { PAGE_USER_FIELD, pageUser } from "../../contract/page_user.ts";

/** On the server: the user of the page that is being rendered. Rendering never waits. */
let renderedFor: number | undefined;

/** What is inside is rendered for the user `id`. */
export function PageUser({ id, children }: { id: number; children: ComponentChildren }) {
  renderedFor = id;
  return children;
}

type FormProps = Omit<JSX.FormHTMLAttributes<HTMLFormElement>, "method" | "ref"> & {
  formRef?: RefObject<HTMLFormElement>;
};

/**
 * A form that posts. It names the user of its page, so that it does nothing once somebody else has
 * signed in.
 */
export function Form({ formRef, children, ...attributes }: FormProps) {
  return (
    <form {...attributes} ref={formRef} method="post">
      {children}
      <input type="hidden" name={PAGE_USER_FIELD} value={pageUser() ?? renderedFor} />
    </form>
  );
}
