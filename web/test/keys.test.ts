import { expect, test } from 'vitest';
import { type Key, sendsMessage } from '../src/ui/channel/keys';

const enter = (changes: Partial<Key> = {}): Key => ({
  key: 'Enter',
  keyCode: 13,
  isComposing: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...changes,
});

test('Enter sends, Shift+Enter starts a new line', () => {
  expect(sendsMessage(enter(), false)).toBe(true);
  expect(sendsMessage(enter({ shiftKey: true }), false)).toBe(false);
});

test('Enter that ends a Korean syllable does not send', () => {
  expect(sendsMessage(enter({ isComposing: true }), false)).toBe(false);
  expect(sendsMessage(enter({ keyCode: 229 }), false)).toBe(false);
});

test('on a touch screen Enter starts a new line', () => {
  expect(sendsMessage(enter(), true)).toBe(false);
  expect(sendsMessage(enter({ ctrlKey: true }), true)).toBe(true);
});
