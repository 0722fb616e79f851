import { expect, test } from 'vitest';
import { rowsOf } from '../src/ui/channel/rows';
import { message } from './messages';

const at = (n: number, time: string, sender = 'a') => message(n, { time, sender });

test('messages of one sender within minutes share one head', () => {
  const rows = rowsOf(
    [
      at(1, '2026-01-01T12:00:00.000Z'),
      at(2, '2026-01-01T12:01:00.000Z'),
      at(3, '2026-01-01T12:02:00.000Z', 'b'),
      at(4, '2026-01-01T12:20:00.000Z', 'b'),
    ],
    undefined,
    null,
  );
  expect(rows.map(({ grouped }) => grouped)).toEqual([false, true, false, false]);
});

test('a new day and the first unread message start a new group', () => {
  const rows = rowsOf(
    [at(2, '2026-01-03T12:00:10.000Z'), at(3, '2026-01-03T12:00:20.000Z')],
    at(1, '2026-01-01T12:00:00.000Z'),
    3,
  );
  expect(rows.map(({ newDay, newFrom, grouped }) => [newDay, newFrom, grouped])).toEqual([
    [true, false, false],
    [false, true, false],
  ]);
});
