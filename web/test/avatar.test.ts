import { expect, test } from 'vitest';
import { colourOf, initials } from '../src/ui/parts/avatar';

test('initials are those that people use for a name', () => {
  expect(['Ada Lovelace', 'bob', '김민수', '김산', ' ', 'Jean van der Berg'].map(initials)).toEqual([
    'AL',
    'B',
    '민수',
    '김산',
    '?',
    'JB',
  ]);
});

test('an id always has the same colour', () => {
  expect(colourOf('abc')).toBe(colourOf('abc'));
  const used = new Set(Array.from({ length: 200 }, (_, i) => colourOf(`user-${i}`)));
  expect(used.size).toBe(10);
});
