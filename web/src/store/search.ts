import type { Message } from '../api/types';
import type { Timeline } from './timeline';

/** More than this are not shown: whoever searches adds a word. */
const SHOWN = 100;

export interface Found {
  /** Newest first. */
  readonly messages: readonly Message[];
  /** There are more than are shown. */
  readonly more: boolean;
  /** How many messages were looked at. */
  readonly searched: number;
}

/** The loaded messages that have every word that is typed, in their text or in their sender's name. */
export function searchLoaded(
  timelines: readonly Timeline[],
  text: string,
  nameOf: (user: string) => string,
): Found {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const found: Message[] = [];
  let searched = 0;
  for (const timeline of timelines) {
    for (const { messages } of timeline) {
      searched += messages.length;
      if (words.length > 0) {
        found.push(...messages.filter((message) => matches(message, words, nameOf)));
      }
    }
  }
  found.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : b.seq - a.seq));
  return { messages: found.slice(0, SHOWN), more: found.length > SHOWN, searched };
}

function matches(message: Message, words: readonly string[], nameOf: (user: string) => string): boolean {
  if (message.deleted || message.enc !== 'none') {
    return false;
  }
  const text = folded(message.body);
  const name = folded(nameOf(message.sender));
  return words.every((word) => text.includes(word) || name.includes(word));
}

/** Without case, and with Korean syllables whole however they were typed. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
