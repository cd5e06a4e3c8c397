/** The name and, for researchers, the profile that patients see. */
import { call } from "../../lib/browser/api/http.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { describe, Field, TextField } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { initially } from "../../lib/ui/components/initially.ts";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";

type ProfileFormProps = {
  isResearcher: boolean;
  first: FormState;
};

/** Once it is saved, the page is loaded again, since it shows the name in several places. */
export default function ProfileForm({ isResearcher, first }: ProfileFormProps) {
  const { form, busy, callError, submit } = useForm(async ({ action: _, ...body }) => {
    await call("PUT", "/api/auth/me", { body });
    location.assign("/settings?done=profile-saved");
  }, "profile");
  const { errors, problem } = shownOf(first, callError, SETTINGS_FIELDS.profile);
  return (
    <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
      <input type="hidden" name="action" value="profile" />
      <ProblemNote text={problem} />
      <TextField
        label="Full name"
        name="full_name"
        autocomplete="name"
        maxLength={200}
        required
        {...initially(first.values.full_name)}
        error={errors.full_name}
      />
      {isResearcher && <ResearcherFields values={first.values} errors={errors} />}
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>Save profile</button>
      </div>
    </Form>
  );
}

function ResearcherFields({ values, errors }: Pick<FormState, "values" | "errors">) {
  const hint = "Patients see this when they choose a researcher.";
  return (
    <>
      <TextField
        label="Specialty"
        name="specialty"
        maxLength={200}
        {...initially(values.specialty)}
        error={errors.specialty}
      />
      <TextField
        label="Institution"
        name="institution"
        autocomplete="organization"
        maxLength={200}
        {...initially(values.institution)}
        error={errors.institution}
      />
      <Field id="bio" label="About your work" hint={hint} error={errors.bio}>
        <textarea
          name="bio"
          dir="auto"
          rows={4}
          maxLength={2000}
          {...initially(values.bio)}
          {...describe("bio", { hint, error: errors.bio })}
        />
      </Field>
    </>
  );
}
