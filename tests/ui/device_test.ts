import assert from "node:assert/strict";
import { deviceText, isPhone } from "../../lib/ui/settings/device.ts";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

Deno.test("a user agent becomes the name of a browser and a device", () => {
  const cases: [userAgent: string | null, text: string, phone?: boolean][] = [
    [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36`, "Chrome on Linux"],
    [
      `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/140.0.0.0 Safari/537.36`,
      "Chrome on Linux",
    ],
    [`${windows} ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, "Edge on Windows"],
    [`${windows} ${webkit} Chrome/140.0.0.0 Safari/537.36 OPR/120.0`, "Opera on Windows"],
    ["Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox on Linux"],
    [
      `${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
      "Safari on Mac",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1",
      "Safari on iPhone",
      true,
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/140.0 Mobile Safari/604.1",
      "Chrome on iPhone",
      true,
    ],
    [
      `Mozilla/5.0 (Linux; Android 15; K) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`,
      "Chrome on Android",
      true,
    ],
    ["Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) Chrome/140.0 Safari/537.36", "Chrome on ChromeOS"],
    ["SomethingNew/1.0 (Windows NT 10.0)", "A browser on Windows"],
    ["curl/8.14.1", "curl"],
    ["python-requests/2.32", "python-requests"],
    ["  ", "Unknown device"],
    ["<script>", "Unknown device"],
    [null, "Unknown device"],
  ];
  for (const [userAgent, text, phone = false] of cases) {
    assert.equal(deviceText(userAgent), text, userAgent ?? "none");
    assert.equal(isPhone(userAgent), phone, userAgent ?? "none");
  }
});
