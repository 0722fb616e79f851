import { describe, expect, test } from 'vitest';
import type { User } from '../src/api/types';
import { mentionAt, mentionedIn, namesEveryone } from '../src/store/mentions';
import { piecesOf, quoted, quotesOf, withMentions } from '../src/ui/channel/text';

const people: Record<string, User> = {
  ada: { id: '1', handle: 'ada', name: 'Ada' },
  minsu: { id: '2', handle: 'minsu', name: '김민수' },
  'a.b': { id: '3', handle: 'a.b', name: 'A B' },
};
const byHandle = (handle: string): User | undefined => people[handle];

describe('names in a text', () => {
  test('are found with what may follow them in both languages', () => {
    expect(mentionedIn('@ada, @minsu에게 물어봐 (@a.b).', byHandle)).toEqual(['1', '2', '3']);
    expect(mentionedIn('Ask @Ada.', byHandle)).toEqual(['1']);
  });

  test('are none inside of addresses, and each counts once', () => {
    expect(mentionedIn('x@ada y/@ada @@ada a_@ada', byHandle)).toEqual([]);
    expect(mentionedIn('@ada @ada @nobody', byHandle)).toEqual(['1']);
  });

  test('may mean everyone', () => {
    expect(mentionedIn('@channel @here', byHandle)).toEqual(['@channel', '@here']);
    expect(mentionedIn('@Channel, look', byHandle)).toEqual(['@channel']);
  });

  test('mean everyone however they are written, and nobody inside of other words', () => {
    const asks = (text: string): boolean => namesEveryone(text, byHandle);
    expect(['@channel', 'Hi @Channel!', '(@HERE)'].every(asks)).toBe(true);
    expect(['a@channel', '@channels', '@ada', 'here'].some(asks)).toBe(false);
  });
});

describe('a name that is being typed', () => {
  test('is what stands between the @ and the caret', () => {
    expect(mentionAt('안녕 @김민', 6)).toEqual({ start: 3, prefix: '김민' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, prefix: '' });
    expect(mentionAt('@ada and', 2)).toEqual({ start: 0, prefix: 'a' });
  });

  test('is none in an address or after a space', () => {
    expect(mentionAt('mail@ada', 8)).toBeNull();
    expect(mentionAt('@ada ', 5)).toBeNull();
    expect(mentionAt('no', 2)).toBeNull();
  });
});

describe('a message', () => {
  test('shows the names that it mentions, and leaves the text as it was', () => {
    const text = 'Hi @ada. See https://x.org/@ada, @minsu!';
    const pieces = withMentions(piecesOf(text), [people['ada']!], false);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.mention).map((piece) => piece.text)).toEqual(['@ada']);
  });

  test('that quotes another is split at its lines', () => {
    expect(quotesOf('> a\n> b\nc')).toEqual([
      { quoted: true, text: 'a\nb' },
      { quoted: false, text: 'c' },
    ]);
    expect(quotesOf('a > b')).toEqual([{ quoted: false, text: 'a > b' }]);
    expect(quotesOf(quoted('x\ny') + 'z')).toEqual([
      { quoted: true, text: 'x\ny' },
      { quoted: false, text: 'z' },
    ]);
  });
});
