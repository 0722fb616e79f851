import type { Everyone, User } from '../api/types';

/** A message may name this many people. */
const MOST = 100;

const HANDLE = /(?<![\p{L}\p{N}._@/-])@([a-z0-9][a-z0-9._-]{0,31})/giu;

const EVERYONE: readonly string[] = ['channel', 'here'];

/** An `@handle` in a text: where it stands, and whom it may mean (the longest name first). */
export interface Mention {
  readonly start: number;
  readonly handles: readonly string[];
}

/** Every `@name` in a text. A dot or hyphen at its end may belong to the name or to the sentence. */
export function mentionsIn(text: string): Mention[] {
  return [...text.matchAll(HANDLE)].map((match) => {
    const whole = match[1]!.toLowerCase();
    const bare = whole.replace(/[._-]+$/, '');
    return { start: match.index, handles: bare === whole ? [whole] : [whole, bare] };
  });
}

/** The ids (and `@channel`, `@here`) that a text names, each once. */
export function mentionedIn(text: string, byHandle: (handle: string) => User | undefined): string[] {
  const ids = new Set<string>();
  for (const { handles } of mentionsIn(text)) {
    const user = handles.map(byHandle).find((found) => found !== undefined);
    const everyone = handles.find((handle) => EVERYONE.includes(handle));
    if (user) {
      ids.add(user.id);
    } else if (everyone) {
      ids.add(`@${everyone}` as Everyone);
    }
  }
  return [...ids].slice(0, MOST);
}

/** Whether a text, when it is sent, tells everyone at once. */
export function namesEveryone(text: string, byHandle: (handle: string) => User | undefined): boolean {
  return mentionedIn(text, byHandle).some((id) => id.startsWith('@'));
}

/** What is being typed after an `@` at the caret, and where the `@` stands; null if there is none. */
export function mentionAt(
  text: string,
  caret: number,
): { readonly start: number; readonly prefix: string } | null {
  const match = /(?<![\p{L}\p{N}._@/-])@([^\s@]{0,32})$/u.exec(text.slice(Math.max(0, caret - 64), caret));
  return match === null ? null : { start: caret - match[0].length, prefix: match[1]! };
}
