/**
 * `deno task lighthouse`: Lighthouse's scores of every page behind the sign-in, as a phone on a slow
 * network sees it and as a desktop does. Lighthouse comes by npx, so that nobody else installs it. Needs a
 * Chromium, at CHROMIUM_PATH if it is not at /usr/bin/chromium.
 */
import { DEMO_PASSWORD } from "../lib/auth/mod.ts";
import { openDemo } from "./demo.ts";

const lighthouse = "lighthouse@12.8.2";
const pages = {
  "patient@test.com": [
    "/dashboard/patient",
    "/experts",
    "/calendar",
    "/notifications",
    "/settings",
  ],
  "researcher@test.com": ["/dashboard/researcher", "/calendar"],
};
const forms = { phone: [], desktop: ["--preset=desktop"] };
const categories = ["performance", "accessibility", "best-practices"] as const;

type Report = {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { displayValue?: string }>;
};

async function main(): Promise<void> {
  await using app = await openDemo();
  const rows: Record<string, string | number>[] = [];
  for (const [email, paths] of Object.entries(pages)) {
    const cookie = await signIn(app.url, email);
    for (const path of paths) {
      for (const [form, options] of Object.entries(forms)) {
        console.log(`Measuring ${path}, ${form}`);
        const report = await measure(app.url + path, cookie, options);
        rows.push({ page: path, form, ...summary(report) });
      }
    }
  }
  console.table(rows);
}

async function signIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  const { token } = await response.json();
  return `session=${token}`;
}

async function measure(url: string, cookie: string, options: string[]): Promise<Report> {
  const { success, stdout, stderr } = await new Deno.Command("npx", {
    args: [
      ...["-y", lighthouse, url, "--quiet", "--output=json", "--output-path=stdout"],
      `--only-categories=${categories.join()}`,
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
      `--extra-headers=${JSON.stringify({ cookie })}`,
      ...options,
    ],
    env: { CHROME_PATH: Deno.env.get("CHROMIUM_PATH") ?? "/usr/bin/chromium" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function summary({ categories: scores, audits }: Report): Record<string, string | number> {
  const shown = categories.map((name) => [name, Math.round((scores[name].score ?? 0) * 100)]);
  const paint = audits["largest-contentful-paint"].displayValue ?? "";
  return {
    ...Object.fromEntries(shown),
    "largest paint": paint.replace(/\s/g, " "),
    "layout shift": audits["cumulative-layout-shift"].displayValue ?? "",
  };
}

await main();
