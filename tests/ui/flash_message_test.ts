import assert from "node:assert/strict";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";

Deno.test("a path says what was done, and keeps the rest", () => {
  assert.equal(flashPath("/requests/4", "request-accepted"), "/requests/4?done=request-accepted");
  assert.equal(
    flashPath("/dashboard/patient?status=pending&done=request-sent#x", "request-withdrawn"),
    "/dashboard/patient?status=pending&done=request-withdrawn#x",
  );
});
