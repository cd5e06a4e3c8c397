import type { ComponentChildren, JSX } from "preact";

type FieldProps = {
  /** The id of the control inside. */
  id: string;
  label: string;
  hint?: string;
  error?: string;
  children: ComponentChildren;
};

/** A control with its label, hint and error. Give the control the attributes of `describe`. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint && <p id={`${id}-hint`} class="quiet">{hint}</p>}
      {error && <p id={`${id}-error`} class="field-error">{error}</p>}
    </div>
  );
}

/** The attributes that tie a control to the hint and error of its Field. */
export function describe(id: string, { hint, error }: { hint?: string; error?: string }) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return {
    id,
    "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
    "aria-invalid": error ? "true" as const : undefined,
  };
}

type TextFieldProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "id" | "label"> & {
  name: string;
  label: string;
  hint?: string;
  error?: string;
};

/** A line of text in a Field, whose id is its name. */
export function TextField({ label, hint, error, ...input }: TextFieldProps) {
  return (
    <Field id={input.name} label={label} hint={hint} error={error}>
      <input dir="auto" {...input} {...describe(input.name, { hint, error })} />
    </Field>
  );
}
