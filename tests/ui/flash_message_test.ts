import assert from "node:assert/strict";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";

Deno.test("a flash message is added to a path, whose query and fragment stay", () => {
  assert.equal(flashPath("/requests/4", "request-accepted"), "/requests/4?done=request-accepted");
  assert.equal(
    flashPath("/dashboard/patient?status=pending&done=request-sent#x", "request-withdrawn"),
    "/dashboard/patient?status=pending&done=request-withdrawn#x",
  );
});
