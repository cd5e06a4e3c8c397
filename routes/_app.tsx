import { asset } from "fresh/runtime";
import { define } from "../lib/define.ts";

export default define.page(function App({ Component, state }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Liaison</title>
        <meta
          name="description"
          content="Liaison brings patients and researchers together: ask for a meeting, get an answer, and see both at once."
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f7f9" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0d1115" />
        <link rel="icon" type="image/svg+xml" href={asset("/favicon.svg")} />
      </head>
      <body data-user={state.identity?.user.id}>
        <Component />
      </body>
    </html>
  );
});
