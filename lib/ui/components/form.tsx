import { createContext, type JSX, type RefObject } from "preact";
import { useContext } from "preact/hooks";
import { PAGE_USER_FIELD, pageUser } from "../../contract/page_user.ts";

/** The id of the user whom a page is made for. The layout of signed-in pages provides it. */
export const PageUser = createContext<number | undefined>(undefined);

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
      <input type="hidden" name={PAGE_USER_FIELD} value={useContext(PageUser) ?? pageUser()} />
    </form>
  );
}
