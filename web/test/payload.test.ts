import { expect, test } from 'vitest';
import { parsePayload } from '../src/sw/payload';

test('a push is read field by field, and one that is not understood is nothing', () => {
  expect(
    parsePayload({ v: 1, t: 'message', channel: 'c', seq: 9, n: 7, unread: 2, mention: true, badge: 3 }),
  ).toEqual({ t: 'message', channel: 'c', seq: 9, n: 7, unread: 2, mention: true, badge: 3 });
  expect(parsePayload({ t: 'message', channel: 'c', seq: 9, parent: 4, mention: 'x' })).toEqual({
    t: 'message',
    channel: 'c',
    seq: 9,
    n: 0,
    parent: 4,
    unread: 1,
    mention: false,
    badge: 0,
  });
  expect(parsePayload({ t: 'clear', channel: 'c', n: 7, badge: 0 })).toEqual({
    t: 'clear',
    channel: 'c',
    n: 7,
    seq: 0,
    badge: 0,
  });
  expect(parsePayload({ t: 'clear', channel: 'c', parent: 4, seq: 9, badge: 1 })).toEqual({
    t: 'clear',
    channel: 'c',
    n: 0,
    parent: 4,
    seq: 9,
    badge: 1,
  });
  expect(parsePayload({ t: 'test' })).toEqual({ t: 'test' });
  for (const broken of [null, 'x', {}, { t: 'later' }, { t: 'message', channel: 'c' }, { t: 'clear' }]) {
    expect(parsePayload(broken)).toBeNull();
  }
});
