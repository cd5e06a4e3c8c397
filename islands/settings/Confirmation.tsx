/** Asks for the password again, in a form that somebody at an open page may not send. */
import PasswordField from "../account/PasswordField.tsx";

type ConfirmationProps = {
  /** Of the password's field. */
  id: string;
  /** The address that belongs to the password, for password managers. */
  email: string;
  error?: string;
};

/** The field `current_password`. */
export default function Confirmation({ id, email, error }: ConfirmationProps) {
  return (
    <>
      <input name="username" autocomplete="username" value={email} readOnly hidden />
      <PasswordField
        id={id}
        label="Your password"
        name="current_password"
        autocomplete="current-password"
        error={error}
      />
    </>
  );
}
