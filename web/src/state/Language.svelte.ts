// SPDX-License-Identifier: Apache-2.0
import { baseLocale, getTextDirection, locales, overwriteGetLocale, type Locale } from '../words/runtime';
import { readPreferences, remember } from './preferences';

/** What each language calls itself: whoever needs the list cannot read the page. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', 'zh-cn': '简体中文' };

/** As `lang` attributes have them. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en', 'zh-cn': 'zh-CN' };

/** For dates and numbers where the browser names no region of that language. English: the day before the month's name, 24 hours. */
const formats: Readonly<Record<Locale, string>> = { en: 'en-GB', 'zh-cn': 'zh-CN' };

/** The language of everything on the screen. Every message reads it, so that a choice changes the page as it stands. */
class Language {
  current = $state<Locale>(baseLocale);
  #wanted: readonly string[] = [];

  /** What was chosen here before, else the first language of the browser's that we speak, else English. */
  start(chosen: string | null, wanted: readonly string[]): void {
    this.#wanted = wanted;
    this.current = locales.find((locale) => locale === chosen) ?? bestLocale(wanted);
    overwriteGetLocale(() => this.current);
  }

  choose(locale: Locale): void {
    this.current = locale;
    remember({ language: locale });
  }

  /** For Intl: with the reader's own region, where the browser knows it. */
  get format(): string {
    return this.#wanted.find((tag) => spokenAs(tag) === this.current && Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0) ?? formats[this.current];
  }
}

export const language = new Language();

/** In a browser, before anything is shown. */
export function startLanguage(page: HTMLElement): void {
  language.start(readPreferences().language, navigator.languages);
  $effect.root(() => {
    $effect(() => {
      page.lang = languageTags[language.current];
      page.dir = getTextDirection(language.current);
    });
  });
}

export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const locale = spokenAs(tag);
    if (locale !== null) { return locale; }
  }
  return baseLocale;
}

/** Any Chinese is better served by 简体中文 than by English; a region never stands in the way. */
function spokenAs(tag: string): Locale | null {
  const [spoken] = tag.toLowerCase().split('-');
  return locales.find((locale) => locale.split('-')[0] === spoken) ?? null;
}
