/**
 * Which names of zones and languages this runtime knows. Other systems write users too, and Postgres,
 * the server and browsers know different names.
 */

const FALLBACK = { zone: "UTC", locale: "en-US" };
const zones = new Map<string, string>();
const locales = new Map<string, string>();

/** The IANA zone `name`, or UTC if this runtime does not know it. */
export function knownZone(name: string): string {
  const isKnown = () => Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  return known(zones, name, FALLBACK.zone, isKnown);
}

/** The language tag, or `en-US` if this runtime does not know it. */
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
