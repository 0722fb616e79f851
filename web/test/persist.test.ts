import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { persist } from '../src/api/persist';
import { Problem } from '../src/api/problem';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const busy = new Problem('unavailable', 503, 'busy');

test('a read is repeated until it succeeds', async () => {
  const answers = [busy, Problem.offline(), Problem.timeout()];
  const read = vi.fn(async () => {
    const problem = answers.shift();
    if (problem) {
      throw problem;
    }
    return 'answer';
  });
  const result = persist(read, () => true);
  await vi.runAllTimersAsync();
  expect(await result).toBe('answer');
  expect(read).toHaveBeenCalledTimes(4);
});

test('a lasting refusal is not repeated', async () => {
  const read = vi.fn(() => Promise.reject(new Problem('not-found', 404, 'no')));
  await expect(persist(read, () => true)).rejects.toMatchObject({ type: 'not-found' });
  expect(read).toHaveBeenCalledTimes(1);
});

test('a read that nobody wants any more ends', async () => {
  const read = vi.fn(() => Promise.reject(busy));
  await expect(persist(read, () => false)).rejects.toBe(busy);
  expect(read).toHaveBeenCalledTimes(1);
});
