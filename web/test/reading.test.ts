import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reading } from '../src/store/reading';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a busy channel tells the first position at once and then only the newest', () => {
  const told: number[] = [];
  const reading = new Reading((_, n) => told.push(n) > 0);
  for (let n = 1; n <= 50; n++) {
    reading.mark('c', n);
  }
  expect(told).toEqual([1]);
  vi.runAllTimers();
  expect(told).toEqual([1, 50]);
});

test('what is read without a connection is told when there is one again', () => {
  const told: [string, number][] = [];
  let online = false;
  const reading = new Reading((channel, n) => online && told.push([channel, n]) > 0);
  reading.mark('a', 3);
  reading.mark('b', 4);
  reading.mark('a', 2);
  online = true;
  reading.flush();
  expect(told).toEqual([
    ['a', 3],
    ['b', 4],
  ]);
});
