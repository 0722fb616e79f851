import { computed } from '@preact/signals';
import type { Problem } from '../api/problem';
import { type Language, settings } from '../store/settings';
import { en } from './en';
import { ko } from './ko';
import type { Key, Messages } from './messages';

const languages: Record<Language, Messages> = { en, ko };

/** The language of the page: the user's choice, else the first of the browser's that there is. */
export const language = computed<Language>(() => {
  const chosen = settings.value.language;
  return chosen === 'system' ? preferred(navigator.languages) : chosen;
});

export function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'ko') {
      return language;
    }
  }
  return 'en';
}

type Values = Readonly<Record<string, string | number>>;

/** The text for a key in the page's language. Components that call it are drawn again when that changes. */
export function t(key: Key, values: Values = {}): string {
  return translate(language.value, key, values);
}

export function translate(language: Language, key: Key, values: Values = {}): string {
  const text = languages[language][key];
  const template =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(language).select(Number(values['count']))] ?? text.other);
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? value.toLocaleString(language) : (value ?? whole);
  });
}

/** What was refused and why, in the page's language; the server's own words where the type is unknown. */
export function explain(
  problem: Pick<Problem, 'type' | 'title' | 'detail'> & { field?: string | null },
): string {
  const ofField = `problem.bad-request.${problem.field}`;
  if (problem.type === 'bad-request' && ofField in en) {
    return t(ofField as Key);
  }
  const key = `problem.${problem.type}`;
  return key in en
    ? t(key as Key, { detail: problem.detail ?? problem.title })
    : (problem.detail ?? problem.title);
}
