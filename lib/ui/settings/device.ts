/** The device of a session in words, from its user agent. */

type Names = [mark: RegExp, name: string][];

/** The order matters: many browsers also name others. */
const BROWSERS: Names = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Headless)?Chrom(e|ium)\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/.*Safari\//, "Safari"],
];

const SYSTEMS: Names = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMacintosh\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
];

/** `Chrome on Linux`; for other programs the first word of the user agent (`curl`). */
export function deviceText(userAgent: string | null): string {
  const text = userAgent?.trim() ?? "";
  const system = nameOf(SYSTEMS, text);
  const browser = nameOf(BROWSERS, text) ?? (system ? "A browser" : programOf(text));
  if (!browser) return "Unknown device";
  return system ? `${browser} on ${system}` : browser;
}

function nameOf(names: Names, text: string): string | undefined {
  return names.find(([mark]) => mark.test(text))?.[1];
}

function programOf(text: string): string | undefined {
  return /^[\w.+-]{1,40}/.exec(text)?.[0];
}

/** Whether the user agent is that of a phone or tablet. */
export function isPhone(userAgent: string | null): boolean {
  return /\b(iPhone|Android|Mobile)\b/.test(userAgent ?? "");
}
