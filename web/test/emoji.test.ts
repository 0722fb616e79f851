import { expect, test } from 'vitest';
import { emojiIn, qualified, search } from '../src/ui/emoji/data';

test('emoji are found by words of both languages', async () => {
  const all = await emojiIn('ko');
  const first = (text: string): string | undefined => search(all, text)[0]?.emoji;
  expect(first('thumbs up')).toBe('👍');
  expect(first('불 난 하트')).toBe('❤️‍🔥');
  expect(search(all, '하트').map(({ emoji }) => emoji)).toContain('❤️');
  expect(search(all, 'no such emoji')).toEqual([]);
});

test('every emoji is sent in its fully qualified form', async () => {
  expect(qualified('👍️')).toBe('👍');
  expect(qualified('❤️')).toBe('❤️');
  expect(qualified('1️⃣')).toBe('1️⃣');
  expect(qualified('🏳️‍🌈')).toBe('🏳️‍🌈');
  const all = await emojiIn('en');
  const one = new RegExp('^\\p{RGI_Emoji}$', 'v');
  expect(all.length).toBeGreaterThan(1_800);
  expect(all.every(({ emoji }) => one.test(emoji))).toBe(true);
});
