import { page } from "fresh";
import PasswordField from "../../islands/account/PasswordField.tsx";
import BrowserTimeZone from "../../islands/settings/BrowserTimeZone.tsx";
import { register } from "../../lib/auth/mod.ts";
import { define } from "../../lib/define.ts";
import { readForm } from "../../lib/http/body.ts";
import { remoteOf } from "../../lib/http/remote.ts";
import { signInHeaders } from "../../lib/http/sign_in.ts";
import { Brand } from "../../lib/ui/components/brand.tsx";
import { describe, Field, TextField } from "../../lib/ui/components/field.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import {
  answerTo,
  failedForm,
  type FormState,
  type FormValues,
} from "../../lib/forms/form_state.ts";
import { ownPath } from "../../lib/ui/paths.ts";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

const PROFILE = ["specialty", "institution", "bio"];
const FIELDS = ["full_name", "email", "password", "role", "time_zone", ...PROFILE];

export const handlers = define.handlers({
  GET(ctx) {
    if (ctx.state.identity) return ctx.redirect(nextOf(ctx.url), 303);
    return page<FormState>({ values: {}, errors: {} });
  },
  async POST(ctx) {
    const { sql, auth, identity } = ctx.state;
    const values = await readForm(ctx.req);
    try {
      const remote = remoteOf(ctx.req, ctx.info);
      const signIn = await register(sql, auth, accountOf(values), remote, identity);
      const cookies = signInHeaders(auth, signIn, remote, { remember: false });
      const headers = new Headers([["location", nextOf(ctx.url)], ...cookies]);
      return new Response(null, { status: 303, headers });
    } catch (error) {
      return page(failedForm(error, values, FIELDS), answerTo(error));
    }
  },
});

function nextOf(url: URL): string {
  return ownPath(url.searchParams.get("next"));
}

/** The account that the form describes; only researchers have a profile. */
function accountOf(values: FormValues): FormValues {
  const fields = values.role === "researcher"
    ? FIELDS
    : FIELDS.filter((name) => !PROFILE.includes(name));
  const account = Object.fromEntries(fields.map((name) => [name, values[name] ?? ""]));
  if (!account.time_zone) delete account.time_zone;
  return account;
}

export default define.page<typeof handlers>(function RegisterPage({ data, url }) {
  const { values, errors, problem } = data;
  return (
    <main class="panel-page">
      <DocumentHead title="Create account" sheet="signed_out" />
      <Brand href="/" />
      <div class="panel">
        <h1>Create account</h1>
        <ProblemNote text={problem} />
        <form class="form" method="post">
          <RoleChoice values={values} error={errors.role} />
          <AccountFields values={values} errors={errors} />
          <TimeZoneField value={values.time_zone} error={errors.time_zone} />
          <ProfileFields values={values} errors={errors} />
          <button type="submit" class="button button-primary button-wide">Create account</button>
        </form>
        <p class="panel-foot">
          Already have an account? <a href={`/login${url.search}`}>Sign in</a>
        </p>
      </div>
    </main>
  );
});

function RoleChoice({ values, error }: { values: FormValues; error?: string }) {
  const roles = [["patient", "Patient", "I want to talk to a researcher"], [
    "researcher",
    "Researcher",
    "I talk to patients",
  ]];
  return (
    <fieldset class="radio-cards" aria-describedby={error && "role-error"}>
      <legend>I am a</legend>
      {roles.map(([value, label, hint]) => (
        <label key={value} class="radio-card">
          <input
            type="radio"
            name="role"
            value={value}
            checked={(values.role ?? "patient") === value}
          />
          <span class="radio-card-name">{label}</span>
          <span class="quiet">{hint}</span>
        </label>
      ))}
      {error && <p id="role-error" class="field-error">{error}</p>}
    </fieldset>
  );
}

function AccountFields({ values, errors }: FormState) {
  return (
    <>
      <TextField
        label="Full name"
        name="full_name"
        autocomplete="name"
        maxLength={200}
        required
        value={values.full_name}
        error={errors.full_name}
      />
      <TextField
        label="Email"
        name="email"
        type="email"
        autocomplete="username"
        maxLength={254}
        required
        value={values.email}
        error={errors.email}
      />
      <PasswordField
        label="Password"
        name="password"
        autocomplete="new-password"
        hint="8 characters or more, and none that many people use."
        error={errors.password}
      />
    </>
  );
}

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

function TimeZoneField({ value, error }: { value?: string; error?: string }) {
  const hint = "Meeting times are shown in this time zone.";
  return (
    <>
      <Field id="time_zone" label="Time zone" hint={hint} error={error}>
        <select name="time_zone" {...describe("time_zone", { hint, error })}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone} selected={zone === (value ?? "UTC")}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </Field>
      {value === undefined && <BrowserTimeZone selectId="time_zone" />}
    </>
  );
}

function ProfileFields({ values, errors }: FormState) {
  const hint = "Patients see this when they choose a researcher.";
  return (
    <div class="register-profile">
      <TextField
        label="Specialty"
        name="specialty"
        maxLength={200}
        value={values.specialty}
        error={errors.specialty}
      />
      <TextField
        label="Institution"
        name="institution"
        autocomplete="organization"
        maxLength={200}
        value={values.institution}
        error={errors.institution}
      />
      <Field id="bio" label="About your work" hint={hint} error={errors.bio}>
        <textarea
          name="bio"
          dir="auto"
          rows={4}
          maxLength={2000}
          {...describe("bio", { hint, error: errors.bio })}
        >
          {values.bio}
        </textarea>
      </Field>
    </div>
  );
}
