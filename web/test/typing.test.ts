import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Typing } from '../src/store/typing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('somebody types until their message comes, or for six seconds', () => {
  const typing = new Typing(() => undefined);
  typing.heard('c', 'ada');
  typing.heard('c', 'minsu');
  typing.heard('c', 'ada', 7);
  expect(typing.in('c').value).toEqual(['ada', 'minsu']);
  expect(typing.in('c', 7).value).toEqual(['ada']);
  typing.stopped('c', 'ada');
  expect(typing.in('c').value).toEqual(['minsu']);
  vi.advanceTimersByTime(4_000);
  typing.heard('c', 'minsu');
  vi.advanceTimersByTime(4_000);
  expect(typing.in('c').value).toEqual(['minsu']);
  vi.advanceTimersByTime(2_000);
  expect(typing.in('c').value).toEqual([]);
});

test('that I type is told at most once in three seconds, and anew after I sent', () => {
  const told: (number | undefined)[] = [];
  const typing = new Typing((_, parent) => told.push(parent));
  typing.typed('c');
  typing.typed('c');
  typing.typed('c', 7);
  expect(told).toEqual([undefined, 7]);
  typing.sent('c');
  typing.typed('c');
  vi.advanceTimersByTime(3_000);
  typing.typed('c', 7);
  expect(told).toEqual([undefined, 7, undefined, 7]);
});
