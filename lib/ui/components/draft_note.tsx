/** Says that a form has what was typed into it before; with `startOver`, offers to empty it. */
export function DraftNote({ startOver }: { startOver?: () => void }) {
  return (
    <p class="line note tone-accent">
      <span>We kept what you typed.</span>
      {startOver && (
        <button type="button" class="button button-plain" onClick={startOver}>Start over</button>
      )}
    </p>
  );
}
