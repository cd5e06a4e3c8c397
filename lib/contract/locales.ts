/** The languages in which dates can be written. */
import { z } from "zod";

/** Those that are offered, by BCP 47 tag, each with its name in its own language. */
export const LOCALES: Record<string, string> = {
  "en-US": "English (United States)",
  "en-GB": "English (United Kingdom)",
  "en-CA": "English (Canada)",
  "en-AU": "English (Australia)",
  "en-IN": "English (India)",
  "da-DK": "Dansk",
  "de-DE": "Deutsch (Deutschland)",
  "de-AT": "Deutsch (Österreich)",
  "de-CH": "Deutsch (Schweiz)",
  "es-ES": "Español (España)",
  "es-MX": "Español (México)",
  "fr-FR": "Français (France)",
  "fr-CA": "Français (Canada)",
  "it-IT": "Italiano",
  "nl-NL": "Nederlands",
  "nb-NO": "Norsk bokmål",
  "pl-PL": "Polski",
  "pt-BR": "Português (Brasil)",
  "pt-PT": "Português (Portugal)",
  "fi-FI": "Suomi",
  "sv-SE": "Svenska",
  "tr-TR": "Türkçe",
  "cs-CZ": "Čeština",
  "el-GR": "Ελληνικά",
  "uk-UA": "Українська",
  "hi-IN": "हिन्दी",
  "ja-JP": "日本語",
  "ko-KR": "한국어",
  "zh-CN": "简体中文",
};

/** Any language tag whose dates this runtime can write, offered or not. */
export const locale = z.string().max(35).regex(
  /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
  "must be a language tag such as en-GB",
).refine(isSupported, "must be a language tag such as en-GB");

function isSupported(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
