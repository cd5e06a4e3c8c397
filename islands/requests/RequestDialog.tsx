/** The dialog that asks a researcher for a meeting. */
import { useEffect, useRef } from "preact/hooks";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { Expert } from "../../lib/contract/users.ts";
import { CloseIcon } from "../../lib/ui/components/icons.tsx";
import { isolated } from "../../lib/ui/components/bidi.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import RequestForm from "./RequestForm.tsx";

type RequestDialogProps = {
  expert: Expert;
  clock: Clock;
  onClose: () => void;
};

/** A modal dialog that is open while it is rendered. */
export default function RequestDialog({ expert, clock, onClose }: RequestDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = useRef(Date.now());
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  const sent = () => {
    toast(`Request sent to ${isolated(expert.full_name)}`);
    close();
  };
  return (
    <dialog ref={dialog} class="raised dialog" aria-labelledby="request-title" onClose={onClose}>
      <div class="dialog-head">
        <div>
          <h2 id="request-title">Request a meeting</h2>
          <p class="quiet">
            with <bdi>{expert.full_name}</bdi>
          </p>
        </div>
        <button type="button" class="icon-button" aria-label="Close" onClick={close}>
          <CloseIcon />
        </button>
      </div>
      <RequestForm expert={expert} clock={clock} now={now.current} onSent={sent}>
        <button type="button" class="button" onClick={close}>Cancel</button>
      </RequestForm>
    </dialog>
  );
}
