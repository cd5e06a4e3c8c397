/** Selects the browser's time zone in a form. */
import { useEffect } from "preact/hooks";

/** Renders nothing. `selectId` is the id of the select element. */
export default function BrowserTimeZone({ selectId }: { selectId: string }) {
  useEffect(() => {
    const select = document.getElementById(selectId);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!(select instanceof HTMLSelectElement) || !timeZone) return;
    if (![...select.options].some(({ value }) => value === timeZone)) {
      select.add(new Option(timeZone.replaceAll("_", " "), timeZone));
    }
    select.value = timeZone;
  }, []);
  return null;
}
