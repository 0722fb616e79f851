import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK, EMPTY, all, contains, insert, keepNewest, size } from '../src/store/timeline';
import { message, messages } from './messages';

describe('a timeline', () => {
  test('is the same whatever the order and repetition in which messages arrive', () => {
    const known = messages(1, 3 * CHUNK);
    fc.assert(
      fc.property(fc.array(fc.nat(known.length - 1), { maxLength: 400 }), (order) => {
        const timeline = order.reduce((now, at) => insert(now, [known[at]!]), EMPTY);
        const expected = [...new Set(order)].sort((a, b) => a - b).map((at) => known[at]!.id);
        expect(all(timeline).map(({ id }) => id)).toEqual(expected);
      }),
    );
  });

  test('takes a later revision of a message and refuses an earlier one', () => {
    const edited = message(2, { rev: 9, body: 'edited' });
    const timeline = insert(insert(EMPTY, messages(1, 3)), [edited, message(2)]);
    expect(all(timeline)[1]).toBe(edited);
  });

  test('never shows one operation twice', () => {
    const timeline = insert(EMPTY, [message(1), message(2, { id: 'id-1' })]);
    expect(size(timeline)).toBe(1);
  });

  test('leaves all chunks but the touched one untouched', () => {
    const before = insert(EMPTY, messages(1, 4 * CHUNK));
    const after = insert(before, [message(4 * CHUNK + 1)]);
    before.forEach((chunk, index) => expect(after[index]).toBe(chunk));
    expect(insert(before, messages(1, 10))).toBe(before);
  });

  test('of 100,000 messages takes one more in no time', () => {
    let timeline = insert(EMPTY, messages(1, 100_000));
    const start = performance.now();
    for (let n = 100_001; n <= 100_200; n++) {
      timeline = insert(timeline, [message(n)]);
    }
    expect((performance.now() - start) / 200).toBeLessThan(5);
    expect(contains(timeline, 'id-100200')).toBe(true);
  });

  test('forgets its oldest chunks when trimmed', () => {
    const timeline = keepNewest(insert(EMPTY, messages(1, 4 * CHUNK)), 2);
    expect(all(timeline)[0]!.n).toBe(2 * CHUNK + 1);
  });
});
