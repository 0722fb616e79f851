import { expect, test } from 'vitest';
import { backoff } from '../src/socket/backoff';

test('waits double up to twenty seconds', () => {
  const longest = [0, 1, 2, 3, 10, 1_000].map((attempt) => backoff(attempt, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 20_000, 20_000]);
});

test('at least half of a wait is kept, the rest is chance', () => {
  expect(backoff(3, () => 0)).toBe(2_000);
  expect(backoff(3, () => 0.5)).toBe(3_000);
});
