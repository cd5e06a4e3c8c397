/** A request with the form of a decision open from the start, so that it is there without a script. */
import "./Bell.tsx";
import DecisionPanel from "../lib/ui/decision_panel.tsx";
import OneRequest, { type OneRequestProps } from "./OneRequest.tsx";

/** As OneRequest. */
export default function OpenedRequest(props: OneRequestProps) {
  return <OneRequest {...props} Panel={DecisionPanel} />;
}
