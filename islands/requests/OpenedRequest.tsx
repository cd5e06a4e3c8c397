/**
 * A received request whose page includes the open form of a decision, so that it works without a
 * script.
 */
import DecisionPanel from "../../lib/ui/requests/decision_panel.tsx";
import RequestOnPage, { type OneRequestProps } from "./RequestOnPage.tsx";

/** See RequestOnPage. */
export default function OpenedRequest(props: OneRequestProps) {
  return <RequestOnPage {...props} Panel={DecisionPanel} />;
}
