import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChannelAction,
  type ChannelState,
  atStart,
  misses,
  newChannel,
  reduce,
  unreadCount,
} from '../src/store/channel';
import { all } from '../src/store/timeline';
import { ME, memberEvent, message, messageEvent, messages } from './messages';

const play = (...actions: ChannelAction[]): ChannelState => actions.reduce(reduce, newChannel('c'));
const head = (seq: number, n: number, read = 0): ChannelAction => ({
  type: 'head',
  head: { id: 'c', seq, n, rev: seq, read },
});
const arrives = (n: number, sender = 'other'): ChannelAction => ({
  type: 'event',
  event: messageEvent(message(n, { sender })),
  me: ME,
});
const loaded = (last: number): ChannelAction[] => [
  head(last, last),
  { type: 'loading' },
  { type: 'newest', messages: messages(1, last) },
];
const bodies = (state: ChannelState): number[] => all(state.timeline).map(({ n }) => n);

describe('how far I have read', () => {
  const untold = (seq: number, n: number): ChannelAction => ({
    type: 'head',
    head: { id: 'c', seq, n, rev: seq },
  });

  test('shows nothing as unread until the server can tell', () => {
    const unknown = play(untold(5, 5), arrives(6));
    expect(unreadCount(unknown)).toBe(0);
    expect(unreadCount(reduce(unknown, { type: 'read', n: 4 }))).toBe(2);
    expect(unreadCount(reduce(unknown, { type: 'read', n: 0 }))).toBe(6);
    expect(unreadCount(reduce(unknown, head(6, 6, 3)))).toBe(3);
  });

  test('stays as it was known when the server cannot tell', () => {
    expect(unreadCount(play(head(5, 5, 3), untold(7, 7)))).toBe(4);
  });
});

describe('events of a channel', () => {
  test('in order are shown at once', () => {
    const state = play(...loaded(2), arrives(3), arrives(4));
    expect(bodies(state)).toEqual([1, 2, 3, 4]);
    expect(misses(state)).toBe(false);
  });

  test('after a gap wait until what is missing has come', () => {
    const gap = play(...loaded(2), arrives(5), arrives(4));
    expect(bodies(gap)).toEqual([1, 2]);
    expect(misses(gap)).toBe(true);
    const whole = reduce(gap, arrives(3));
    expect(bodies(whole)).toEqual([1, 2, 3, 4, 5]);
    expect(misses(whole)).toBe(false);
  });

  test('that come twice are shown once', () => {
    expect(bodies(play(...loaded(2), arrives(3), arrives(3), arrives(2)))).toEqual([1, 2, 3]);
  });

  test('about members count in the sequence but are no messages', () => {
    const member: ChannelAction = { type: 'event', event: memberEvent(3, 2), me: ME };
    const later: ChannelAction = {
      type: 'event',
      event: messageEvent(message(3, { seq: 4 })),
      me: ME,
    };
    const state = play(...loaded(2), member, later);
    expect(bodies(state)).toEqual([1, 2, 3]);
    expect(misses(state)).toBe(false);
    expect(misses(play(...loaded(2), later))).toBe(true);
  });

  test('that come while the first page loads are kept for it', () => {
    const state = play(head(2, 2), { type: 'loading' }, arrives(3), {
      type: 'newest',
      messages: messages(1, 2),
    });
    expect(bodies(state)).toEqual([1, 2, 3]);
  });

  test('in any order and number end in one history, with the changes of a catch-up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 30 }), { maxLength: 60 }), (order) => {
        const away = play(...loaded(2), ...order.map((n) => arrives(n)));
        const state = reduce(away, {
          type: 'changes',
          changes: { items: messages(away.rev + 1, 30), rev: 30, more: false },
          upTo: away.target,
        });
        expect(bodies(state)).toEqual(messages(1, 30).map(({ n }) => n));
        expect(state.held).toEqual([]);
        expect(misses(state)).toBe(false);
      }),
    );
  });
});

describe('a catch-up', () => {
  test('is needed only where the head moved', () => {
    expect(misses(play(...loaded(2), head(2, 2)))).toBe(false);
    expect(misses(play(...loaded(2), head(3, 3)))).toBe(true);
    expect(misses(play(head(2, 2), head(3, 3)))).toBe(false);
  });

  test('goes on while there is more', () => {
    const first = play(...loaded(2), head(6, 6), {
      type: 'changes',
      changes: { items: messages(3, 4), rev: 4, more: true },
      upTo: 6,
    });
    expect([misses(first), first.rev]).toEqual([true, 4]);
    const second = reduce(first, {
      type: 'changes',
      changes: { items: messages(5, 6), rev: 6, more: false },
      upTo: 6,
    });
    expect([misses(second), bodies(second)]).toEqual([false, [1, 2, 3, 4, 5, 6]]);
  });

  test('does not skip what came after it was asked for', () => {
    const asked = play(...loaded(2), head(4, 4));
    const state = reduce(reduce(asked, arrives(6)), {
      type: 'changes',
      changes: { items: messages(3, 4), rev: 4, more: false },
      upTo: asked.target,
    });
    expect([misses(state), bodies(state)]).toEqual([true, [1, 2, 3, 4]]);
  });

  test('leaves out changes of history that is not loaded', () => {
    const state = play(
      head(60, 60),
      { type: 'loading' },
      { type: 'newest', messages: messages(50, 60) },
      head(62, 61),
      {
        type: 'changes',
        changes: { items: [message(61), message(3, { rev: 62 })], rev: 62, more: false },
        upTo: 62,
      },
    );
    expect(bodies(state)).toEqual([...messages(50, 61)].map(({ n }) => n));
  });

  test('is forced when the server dropped events', () => {
    expect(misses(play(...loaded(2), { type: 'suspect' }))).toBe(true);
  });
});

describe('unread messages', () => {
  test('are those after my read position', () => {
    expect(unreadCount(play(head(7, 5, 2)))).toBe(3);
    expect(unreadCount(play(head(7, 5, 2), arrives(8)))).toBe(6);
  });

  test('end with what I write myself', () => {
    expect(unreadCount(play(head(5, 5, 2), arrives(6, ME)))).toBe(0);
  });

  test('never come back when an older position arrives', () => {
    const state = play(head(5, 5, 5), { type: 'read', n: 3 }, head(5, 5, 1));
    expect(unreadCount(state)).toBe(0);
  });

  test('are none in a channel that I left', () => {
    expect(unreadCount(play(head(5, 5, 2), { type: 'left' }))).toBe(0);
  });

  test('are none in a channel that I was just put into', () => {
    expect(unreadCount(play({ type: 'event', event: memberEvent(41, 40), me: ME }))).toBe(0);
  });
});

describe('history', () => {
  test('is complete when its first message is there', () => {
    expect(atStart(play(...loaded(3)))).toBe(true);
    expect(
      atStart(play(head(60, 60), { type: 'loading' }, { type: 'newest', messages: messages(11, 60) })),
    ).toBe(false);
    expect(atStart(play({ type: 'loading' }, { type: 'newest', messages: [] }))).toBe(true);
  });

  test('grows backwards page by page', () => {
    const state = play(
      head(60, 60),
      { type: 'loading' },
      { type: 'newest', messages: messages(31, 60) },
      { type: 'older', messages: messages(1, 30) },
    );
    expect(bodies(state)).toEqual(messages(1, 60).map(({ n }) => n));
  });
});
