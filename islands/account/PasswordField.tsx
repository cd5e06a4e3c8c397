/** A field for a password, and a button that shows what stands in it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { describe, Field } from "../../lib/ui/components/field.tsx";

type PasswordFieldProps = {
  /** Its name unless given. */
  id?: string;
  name: string;
  label: string;
  /** Whether it is one that somebody has, or is about to choose; for password managers. */
  autocomplete: "current-password" | "new-password";
  hint?: string;
  error?: string;
};

/** When it is sent it is a password again, so that no browser suggests it as it does other texts. */
export default function PasswordField(props: PasswordFieldProps) {
  const { name, id = name, label, autocomplete, hint, error } = props;
  const input = useRef<HTMLInputElement>(null);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const form = input.current?.form;
    const hide = () => {
      input.current!.type = "password";
      setShown(false);
    };
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, []);
  const isNew = autocomplete === "new-password";
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div class="password-field">
        <input
          ref={input}
          type={isShown ? "text" : "password"}
          name={name}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          minLength={isNew ? 8 : undefined}
          maxLength={200}
          required
          {...describe(id, { hint, error })}
        />
        <button
          type="button"
          class="button button-plain needs-script"
          aria-controls={id}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? "Hide" : "Show"}
          <span class="sr-only">{label.toLowerCase()}</span>
        </button>
      </div>
    </Field>
  );
}
