import type { Language } from '../../store/settings';

/** An emoji as it is sent, and what it is found by. */
export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  /** Name and keywords of both languages, in lower case. */
  readonly words: string;
  /** Its group in Unicode's order; `GROUPS` has the names. */
  readonly group: number;
}

interface Entry {
  readonly unicode: string;
  readonly label: string;
  readonly hexcode: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly order?: number;
}

/** The groups that are shown; 2 holds skin tones and hair, which are no emoji of their own. */
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

const loading = new Map<Language, Promise<readonly Emoji[]>>();

/** All emoji in Unicode's order, named in a language and findable in both. */
export function emojiIn(language: Language): Promise<readonly Emoji[]> {
  let data = loading.get(language);
  if (data === undefined) {
    data = load(language);
    data.catch(() => loading.delete(language));
    loading.set(language, data);
  }
  return data;
}

async function load(language: Language): Promise<readonly Emoji[]> {
  const [en, ko] = await Promise.all([
    import('emojibase-data/en/compact.json').then((module) => module.default as readonly Entry[]),
    import('emojibase-data/ko/compact.json').then((module) => module.default as readonly Entry[]),
  ]);
  const korean = new Map(ko.map((entry) => [entry.hexcode, entry]));
  return en
    .filter((entry) => entry.group !== undefined && entry.group !== 2)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((entry) => {
      const other = korean.get(entry.hexcode);
      const names = [entry.label, ...(entry.tags ?? []), other?.label ?? '', ...(other?.tags ?? [])];
      return {
        emoji: qualified(entry.unicode),
        name: language === 'ko' ? (other?.label ?? entry.label) : entry.label,
        words: names.join(' ').toLowerCase(),
        group: entry.group!,
      };
    });
}

/**
 * The fully qualified form of Unicode's emoji-test.txt, which the server keeps: the data has a variation
 * selector also after characters that are pictures without one.
 */
export function qualified(emoji: string): string {
  return emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
}

/** Those whose words begin with all that is typed, in any order. */
export function search(all: readonly Emoji[], text: string): readonly Emoji[] {
  const wanted = text.toLowerCase().normalize('NFC').split(/\s+/).filter(Boolean);
  return all.filter(
    ({ words, emoji }) =>
      emoji === text.trim() || wanted.every((word) => words.startsWith(word) || words.includes(` ${word}`)),
  );
}
