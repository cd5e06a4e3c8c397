/** Says that a form was filled in with a draft. `startOver` empties it. */
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
