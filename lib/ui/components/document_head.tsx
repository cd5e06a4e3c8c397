import { asset, Head } from "fresh/runtime";

type DocumentHeadProps = {
  title?: string;
  /** A sheet of `static/styles`, without its extension. */
  sheet?: string;
};

/** What a layout or page puts into the head: its title, and the sheet that it needs. */
export function DocumentHead({ title, sheet }: DocumentHeadProps) {
  return (
    <Head>
      {title && <title>{`${title} · Liaison`}</title>}
      {sheet && <link key={sheet} rel="stylesheet" href={asset(`/styles/${sheet}.css`)} />}
    </Head>
  );
}
