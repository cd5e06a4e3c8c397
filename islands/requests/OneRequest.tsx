/** A request on a page of its own, received or sent. */
import RequestOnPage, { type OneRequestProps } from "./RequestOnPage.tsx";
import Withdraw from "./Withdraw.tsx";

/** See RequestOnPage. */
export default function OneRequest(props: OneRequestProps) {
  return <RequestOnPage {...props} Withdraw={Withdraw} />;
}
