/** Headers that every response has, also those of errors, which no middleware sees. */

/** For what is no page: opened by itself, it does nothing. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Of devices and sensors a page needs none. */
const PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), " +
  "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/** For pages without a script, such as those of errors. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Adds the headers against sniffing, framing and reading from other origins. `secure`: the app is
 * served over https alone; otherwise a page must not load its styles over https.
 */
export function harden(response: Response, secure: boolean): Response {
  const { headers } = response;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  if (secure) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  if (headers.get("content-type")?.startsWith("text/html")) hardenPage(response, secure);
  else headers.set("content-security-policy", NO_PAGE);
  return response;
}

function hardenPage({ headers, status }: Response, secure: boolean): void {
  const policy = headers.get("content-security-policy") ?? POLICY;
  const plain = policy.replace(/;?\s*upgrade-insecure-requests/, "");
  headers.set("content-security-policy", secure ? policy : plain);
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("permissions-policy", PERMISSIONS);
  if (status >= 400 && !headers.has("cache-control")) headers.set("cache-control", "no-store");
}
