/**
 * Names of zones and languages that are known here. Other systems write people's rows too, and
 * Postgres, servers and browsers do not know all the same names.
 */

const FALLBACK = { zone: "UTC", locale: "en-US" };
const zones = new Map<string, string>();
const locales = new Map<string, string>();

/** The IANA zone `name` itself, or UTC where it is not known here. */
export function knownZone(name: string): string {
  const isKnown = () => Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  return known(zones, name, FALLBACK.zone, isKnown);
}

/** The language tag itself, or American English where its dates are not known here. */
export function knownLocale(tag: string): string {
  const isKnown = () => Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  return known(locales, tag, FALLBACK.locale, isKnown);
}

function known(
  names: Map<string, string>,
  name: string,
  fallback: string,
  isKnown: () => boolean,
): string {
  const found = names.get(name) ?? (succeeds(isKnown) ? name : fallback);
  names.set(name, found);
  return found;
}

function succeeds(isKnown: () => boolean): boolean {
  try {
    return isKnown();
  } catch {
    return false;
  }
}
