/** The short messages at the edge of the page. */
import { dismiss, toasts } from "../../lib/browser/notices/toasts.ts";
import { AlertIcon, CheckIcon, CloseIcon } from "../../lib/ui/components/icons.tsx";

/** A page has one. The live region has to be there before its first message. */
export default function Toasts() {
  return (
    <div class="toast-list" role="status">
      {toasts.value.map(({ id, text, kind }) => (
        <div key={id} class={`line raised toast toast-${kind}`}>
          {kind === "success" ? <CheckIcon /> : <AlertIcon />}
          <span class="toast-text" dir="auto">{text}</span>
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss"
            onClick={() =>
              dismiss(id)}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
