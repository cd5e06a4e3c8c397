import { useState } from "preact/hooks";

const LONG = 700;
const MANY_LINES = 10;

/**
 * Text that a person wrote, with its line breaks. A long text is folded, with a button to unfold
 * it.
 */
export function MessageText({ id, text }: { id: string; text: string }) {
  const [unfolded, setUnfolded] = useState(false);
  const isLong = text.length > LONG || text.split("\n").length > MANY_LINES;
  return (
    <div class="message">
      <p
        id={id}
        class={isLong && !unfolded ? "message-text message-folded" : "message-text"}
        dir="auto"
      >
        {text}
      </p>
      {isLong && (
        <button
          type="button"
          class="button button-plain needs-script"
          aria-expanded={unfolded ? "true" : "false"}
          aria-controls={id}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Show less" : "Show all"}
        </button>
      )}
    </div>
  );
}
