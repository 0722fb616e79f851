import { signal } from '@preact/signals';
import { shared } from '../../session/storage';

const KEY = 'chat.emoji';
const KEPT = 24;
const FIRST = ['👍', '❤️', '😂', '🎉', '👀', '🙏'];

/** The emoji that were used here last, newest first; a few common ones before anything was. */
export const recent = signal<readonly string[]>(restore());

export function used(emoji: string): void {
  recent.value = [emoji, ...recent.value.filter((other) => other !== emoji)].slice(0, KEPT);
  shared.set(KEY, JSON.stringify(recent.value));
}

function restore(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(shared.get(KEY) ?? 'null');
    return Array.isArray(stored) && stored.every((item) => typeof item === 'string') ? stored : FIRST;
  } catch {
    return FIRST;
  }
}
