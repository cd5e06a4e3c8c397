/** The reference of the API, socket and SQL interfaces, as tables made from the contract. */
import type { ComponentChildren } from "preact";
import { type Endpoint, endpoints, TAGS } from "../../contract/api.ts";
import { MEANINGS } from "../../contract/api/errors.ts";
import { CLIENT_EVENTS, SERVER_EVENTS } from "../../contract/api/events.ts";
import {
  AUTOMATIC_NOTIFICATIONS,
  SEND_MEETING_NOTIFICATION,
  TABLES,
} from "../../contract/api/sql.ts";
import { type ErrorCode, ERRORS } from "../../contract/errors.ts";

type TableProps = { label: string; head: string[]; children: ComponentChildren };

/** Scrolls sideways where the screen is narrow. */
function Table({ label, head, children }: TableProps) {
  return (
    <div class="docs-table" role="region" aria-label={label} tabindex={0}>
      <table>
        <thead>
          <tr>{head.map((title) => <th key={title} scope="col">{title}</th>)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Text in which backticks mark code. */
function Words({ children }: { children: string }) {
  return <>{children.split("`").map((part, i) => i % 2 ? <code key={i}>{part}</code> : part)}</>;
}

/** Every endpoint by its group. A script puts the OpenAPI viewer in its place. */
export function Endpoints() {
  return (
    <Table label="Endpoints" head={["Method", "Path", "Does", "Sign-in"]}>
      {Object.keys(TAGS).flatMap((tag) =>
        endpoints.filter((endpoint) => endpoint.tag === tag).map(endpointRow)
      )}
    </Table>
  );
}

function endpointRow({ method, path, summary, open }: Endpoint) {
  return (
    <tr key={`${method} ${path}`}>
      <td>{method}</td>
      <td>
        <code>{path}</code>
      </td>
      <td>{summary}</td>
      <td>{open ? "no" : "yes"}</td>
    </tr>
  );
}

/** Every error code. Each row has the code as its id. */
export function Errors() {
  return (
    <Table label="Errors" head={["Code", "Status", "Means"]}>
      {(Object.keys(ERRORS) as ErrorCode[]).map((code) => (
        <tr id={code} key={code}>
          <th scope="row">
            <code>{code}</code>
          </th>
          <td>{ERRORS[code][0]}</td>
          <td>
            <Words>{MEANINGS[code]}</Words>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The events that clients send. */
export function ClientEvents() {
  return (
    <Table label="Events that clients send" head={["Event", "Payload", "Does", "Answer"]}>
      {Object.entries(CLIENT_EVENTS).map(([event, { payload, means, answer }]) => (
        <tr key={event}>
          <th scope="row">
            <code>{event}</code>
          </th>
          <td>{payload}</td>
          <td>{means}</td>
          <td>
            <code>{answer}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The events that the server sends. */
export function ServerEvents() {
  return (
    <Table label="Events that the server sends" head={["Event", "Payload", "Means", "To"]}>
      {Object.entries(SERVER_EVENTS).map(([event, { payload, means, to, offset }]) => (
        <tr key={event}>
          <th scope="row">
            <code>{event}</code>
          </th>
          <td>{payload}{offset && ", offset"}</td>
          <td>
            <Words>{means}</Words>
          </td>
          <td>{to}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The tables that other systems read and write. */
export function SqlTables() {
  return (
    <Table label="Tables" head={["Table", "A row", "Columns"]}>
      {Object.entries(TABLES).map(([table, { means, columns }]) => (
        <tr key={table}>
          <th scope="row">
            <code>{table}</code>
          </th>
          <td>{means}</td>
          <td>
            <Columns columns={columns} />
          </td>
        </tr>
      ))}
      <tr>
        <th scope="row">
          <code>send_meeting_notification(…)</code>
        </th>
        <td>
          A function: sends a notification and returns its id. Arguments are named, as in{" "}
          <code>user_id =&gt; 1</code>.
        </td>
        <td>
          <Columns columns={SEND_MEETING_NOTIFICATION} />
        </td>
      </tr>
    </Table>
  );
}

function Columns({ columns }: { columns: Record<string, string> }) {
  return (
    <ul class="docs-columns">
      {Object.entries(columns).map(([name, type]) => (
        <li key={name}>
          <code>{name}</code> {type}
        </li>
      ))}
    </ul>
  );
}

/** The notifications that triggers send. */
export function AutomaticNotifications() {
  return (
    <Table label="Automatic notifications" head={["Cause", "Type", "To"]}>
      {AUTOMATIC_NOTIFICATIONS.map(([cause, type, to]) => (
        <tr key={cause}>
          <td>{cause}</td>
          <td>
            <code>{type}</code>
          </td>
          <td>{to}</td>
        </tr>
      ))}
    </Table>
  );
}
