/**
 * A request that was received, with the form of a decision open from the start, so that it is
 * there without a script.
 */
import DecisionPanel from "../../lib/ui/requests/decision_panel.tsx";
import RequestOnPage, { type OneRequestProps } from "./RequestOnPage.tsx";

/** As RequestOnPage. */
export default function OpenedRequest(props: OneRequestProps) {
  return <RequestOnPage {...props} Panel={DecisionPanel} />;
}
