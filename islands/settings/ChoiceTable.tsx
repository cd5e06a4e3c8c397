/** The kinds of notifications that a person wants to receive. */
import { useRef, useState } from "preact/hooks";
import { call } from "../../lib/browser/api/http.ts";
import { attempt } from "../../lib/browser/notices/toasts.ts";
import type { Choice, ChoiceType } from "../../lib/contract/choices.ts";
import { CHOICE_WORDS } from "../../lib/ui/settings/choices.ts";
import { Form } from "../../lib/ui/components/form.tsx";

type ChoiceTableProps = {
  first: Choice[];
  /** The types to show. */
  types: ChoiceType[];
};

const WAYS = { inbox: "Unread", desktop: "Desktop" } as const;
type Way = keyof typeof WAYS;

/** A tick is saved when it is set, and undone if that fails. */
export default function ChoiceTable({ first, types }: ChoiceTableProps) {
  const [choices, setChoices] = useState(first);
  const saving = useRef(Promise.resolve());
  const put = (type: ChoiceType, way: Way, wanted: boolean) => {
    setChoices((all) =>
      all.map((one) => one.notification_type === type ? { ...one, [way]: wanted } : one)
    );
  };
  const choose = (choice: Choice, way: Way, wanted: boolean) => {
    const type = choice.notification_type;
    put(type, way, wanted);
    // The calls follow one another, so that the last change is saved last.
    saving.current = saving.current.then(async () => {
      const body = { choices: [{ ...choice, [way]: wanted }] };
      const saved = await attempt(async () => {
        await call("PUT", "/api/notification-choices", { body });
      });
      if (!saved) put(type, way, !wanted);
    });
  };
  return (
    <Form action="/settings" onSubmit={(event) => event.preventDefault()}>
      <input type="hidden" name="action" value="choices" />
      <table class="choice-table">
        <thead>
          <tr>
            <th scope="col">About</th>
            {Object.entries(WAYS).map(([way, words]) => (
              <th key={way} scope="col" id={`way-${way}`}>{words}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {types.map((type) => (
            <Row
              key={type}
              choice={choices.find((one) => one.notification_type === type)!}
              choose={choose}
            />
          ))}
        </tbody>
      </table>
      <button type="submit" class="button button-primary choice-table-save">Save choices</button>
    </Form>
  );
}

type RowProps = {
  choice: Choice;
  choose: (choice: Choice, way: Way, wanted: boolean) => void;
};

function Row({ choice, choose }: RowProps) {
  const type = choice.notification_type;
  const [name, hint] = CHOICE_WORDS[type];
  return (
    <tr>
      <th scope="row">
        <span id={`choice-${type}`}>{name}</span>
        <span class="quiet">{hint}</span>
      </th>
      {(Object.keys(WAYS) as Way[]).map((way) => (
        <td key={way}>
          <label class="choice-table-tick">
            <input
              type="checkbox"
              name={`${type}.${way}`}
              aria-labelledby={`choice-${type} way-${way}`}
              checked={choice[way]}
              onChange={(event) => choose(choice, way, event.currentTarget.checked)}
            />
          </label>
        </td>
      ))}
    </tr>
  );
}
