import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChannelAction,
  type ChannelState,
  WINDOW_CHUNKS,
  atStart,
  mentionsInChannel,
  misses,
  newChannel,
  reduce,
  unreadCount,
} from '../src/store/channel';
import type { ChannelEvent } from '../src/socket/frames';
import { CHUNK, all } from '../src/store/timeline';
import { ME, memberEvent, message, messageEvent, messages } from './messages';

const play = (...actions: ChannelAction[]): ChannelState => actions.reduce(reduce, newChannel('c', ME));
const head = (seq: number, n: number, read = 0): ChannelAction => ({
  type: 'head',
  head: { id: 'c', seq, n, rev: seq, read },
});
const arrives = (n: number, sender = 'other'): ChannelAction => ({
  type: 'event',
  event: messageEvent(message(n, { sender })),
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
    const member: ChannelAction = { type: 'event', event: memberEvent(3, 2) };
    const later: ChannelAction = {
      type: 'event',
      event: messageEvent(message(3, { seq: 4 })),
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

describe('a window on the history', () => {
  const LENGTH = 10_000;
  const WINDOW = WINDOW_CHUNKS * CHUNK;
  /** As many pages of fifty as are told, backwards from the newest of 100,000. */
  const scrolledBack = (pages: number): ChannelState => {
    let state = play(
      head(LENGTH, LENGTH),
      { type: 'loading' },
      {
        type: 'newest',
        messages: messages(LENGTH - 49, LENGTH),
      },
    );
    for (let page = 0; page < pages; page++) {
      const before = bodies(state)[0]!;
      state = reduce(state, { type: 'older', messages: messages(before - 50, before - 1) });
    }
    return state;
  };

  test('stays bounded on the way through a long history and back', () => {
    let state = scrolledBack(LENGTH / 50 - 1);
    expect(bodies(state)).toEqual(messages(1, WINDOW).map(({ n }) => n));
    expect([state.live, atStart(state)]).toEqual([false, true]);
    for (let pages = 0; !state.live; pages++) {
      const last = bodies(state).at(-1)!;
      state = reduce(state, { type: 'newer', messages: messages(last + 1, Math.min(last + 50, LENGTH)) });
      expect(bodies(state).length).toBeLessThanOrEqual(WINDOW);
    }
    expect(bodies(state).at(-1)).toBe(LENGTH);
  });

  test('takes no new message while it does not reach the end, but counts it', () => {
    const state = reduce(scrolledBack(30), arrives(LENGTH + 1));
    expect([state.live, state.n, misses(state)]).toEqual([false, LENGTH + 1, false]);
    expect(bodies(state)).not.toContain(LENGTH + 1);
    const edited = message(LENGTH - 1_000, { rev: LENGTH + 2, body: 'edited' });
    const after = reduce(state, {
      type: 'event',
      event: { ...messageEvent(edited), seq: LENGTH + 2, n: LENGTH + 1, rev: LENGTH + 2, kind: 'edited' },
    });
    expect(all(after.timeline).find(({ n }) => n === LENGTH - 1_000)?.body).toBe('edited');
    expect(bodies(after)).toEqual(bodies(state));
  });

  test('moves to a message that a link leads to', () => {
    const around = play(
      head(LENGTH, LENGTH),
      { type: 'loading' },
      {
        type: 'around',
        messages: messages(476, 525),
        newest: message(LENGTH),
      },
    );
    expect([around.loaded, around.live, misses(around)]).toEqual(['yes', false, false]);
    expect(bodies(around)).toEqual(messages(476, 525).map(({ n }) => n));
    expect(bodies(reduce(around, { type: 'newest', messages: messages(LENGTH - 49, LENGTH) }))[0]).toBe(
      LENGTH - 49,
    );
  });

  test('shows its newest messages again after nobody looked at it', () => {
    expect(reduce(scrolledBack(30), { type: 'trim' }).loaded).toBe('no');
    expect(bodies(reduce(scrolledBack(5), { type: 'trim' })).length).toBe(200);
  });
});

describe('what is done with a message', () => {
  const changed = (seq: number, rest: Partial<ChannelEvent>): ChannelAction => ({
    type: 'event',
    event: { channel: 'c', seq, n: 2, rev: seq, kind: 'edited', ...rest },
  });
  const second = (state: ChannelState) => all(state.timeline)[1]!;

  test('is seen in its place', () => {
    const state = play(
      ...loaded(2),
      changed(3, { message: message(2, { rev: 3, body: 'better' }) }),
      changed(4, { kind: 'reacted', reaction: { message: 2, emoji: '👍', user: 'other', count: 1 } }),
      changed(5, { kind: 'reacted', reaction: { message: 2, emoji: '👍', user: ME, count: 2 } }),
    );
    expect(second(state).body).toBe('better');
    expect(second(state).reactions).toEqual([{ emoji: '👍', count: 2, mine: true, users: ['other', ME] }]);
    const gone = [
      changed(6, { kind: 'unreacted', reaction: { message: 2, emoji: '👍', user: ME, count: 1 } }),
      changed(7, { kind: 'unreacted', reaction: { message: 2, emoji: '👍', user: 'other', count: 0 } }),
    ].reduce(reduce, state);
    expect(second(gone).reactions).toEqual([]);
  });

  test('leaves my reactions mine though events do not tell', () => {
    const state = play(
      ...loaded(2),
      changed(3, { kind: 'reacted', reaction: { message: 2, emoji: '👍', user: ME, count: 1 } }),
      changed(4, {
        message: message(2, { rev: 4, body: 'x', reactions: [{ emoji: '👍', count: 1 }] }),
      }),
    );
    expect(second(state).reactions![0]!.mine).toBe(true);
  });

  test('shows on its parent, and a comment is not a message of the channel', () => {
    const { n: _, ...rest } = message(3, { parent: 2, sender: 'other' });
    const comments = { count: 1, users: ['other'] };
    const state = play(...loaded(2), changed(3, { kind: 'message', message: rest, comments }));
    expect(second(state).comments).toEqual(comments);
    expect([bodies(state), unreadCount(state), misses(state)]).toEqual([[1, 2], 2, false]);
  });
});

describe('mentions', () => {
  const mention = (n: number, mentions: string[]): ChannelAction => ({
    type: 'event',
    event: messageEvent(message(n, { mentions })),
  });
  const counted = (state: ChannelState): number => state.mentions.length;
  /** A comment on message 2 that only its thread shows, while the channel has `n` messages. */
  const comment = (
    seq: number,
    n: number,
    changes: { sender?: string; mentions?: string[] },
  ): ChannelAction => {
    const { n: _, ...rest } = message(seq, { parent: 2, ...changes });
    return { type: 'event', event: { ...messageEvent(rest), n } };
  };
  const readThread = (parent: number, seq: number, naming: number | null): ChannelAction => ({
    type: 'thread-read',
    parent,
    seq,
    naming,
  });
  const told = (mentions: number, n: number, read: number): ChannelAction => ({
    type: 'head',
    head: { id: 'c', seq: 9, n, rev: 9, read, mentions },
  });

  test('of me and of everyone are counted until all is read', () => {
    const state = play(head(2, 2, 2), mention(3, [ME]), mention(4, ['x']), mention(5, ['@here']));
    expect(counted(state)).toBe(2);
    expect(counted(reduce(state, { type: 'read', n: 4 }))).toBe(1);
    expect(counted(reduce(state, { type: 'read', n: 5 }))).toBe(0);
    expect(counted(reduce(state, arrives(6, ME)))).toBe(0);
  });

  test('in a thread stay until the thread is read, whatever is read of the channel', () => {
    const state = play(head(2, 2, 2), comment(3, 2, { mentions: [ME] }), comment(4, 2, { mentions: [ME] }));
    expect([counted(state), mentionsInChannel(state)]).toEqual([2, 0]);
    const later = [
      { ...arrives(5), event: messageEvent(message(3, { seq: 5 })) } as ChannelAction,
      { type: 'read', n: 3 } as const,
    ].reduce(reduce, state);
    expect(counted(later)).toBe(2);
    expect(counted(reduce(later, readThread(7, 9, 0)))).toBe(2);
    expect(counted(reduce(later, readThread(2, 3, 1)))).toBe(1);
    expect(counted(reduce(later, readThread(2, 4, 2)))).toBe(0);
    expect(counted(reduce(later, { type: 'threads-read', seq: 5 }))).toBe(0);
  });

  test('of everyone in a thread are not counted, as the server does not', () => {
    expect(counted(play(head(2, 2, 2), comment(3, 2, { mentions: ['@channel'] })))).toBe(0);
  });

  test('in the channel are not read by who comments in a thread', () => {
    const state = play(head(2, 2, 2), mention(3, [ME]), comment(4, 3, { sender: ME }));
    expect([counted(state), unreadCount(state)]).toEqual([1, 1]);
  });

  test('that are taken back are not counted any more', () => {
    const state = play(head(2, 2, 2), mention(3, [ME]));
    const edited = { ...messageEvent(message(3, { rev: 4, mentions: [] })), seq: 4, rev: 4, kind: 'edited' };
    expect(counted(reduce(state, { type: 'event', event: edited }))).toBe(0);
  });

  test('of which only the number is known go with what they can stand in', () => {
    const channel = play(told(2, 5, 3));
    expect(counted(reduce(channel, { type: 'read', n: 4 }))).toBe(2);
    expect(counted(reduce(channel, { type: 'read', n: 5 }))).toBe(0);
    expect(counted(reduce(channel, readThread(2, 4, 1)))).toBe(1);
    expect(counted(reduce(channel, readThread(2, 4, null)))).toBe(2);
    const onlyThreads = play(told(2, 5, 5));
    expect([counted(onlyThreads), mentionsInChannel(onlyThreads)]).toEqual([2, 0]);
    expect(counted(reduce(onlyThreads, readThread(2, 4, 1)))).toBe(1);
    expect(counted(reduce(onlyThreads, readThread(2, 4, 0)))).toBe(2);
    expect(counted(reduce(onlyThreads, readThread(2, 4, null)))).toBe(0);
  });

  test('keep their places over a break in which nothing happened', () => {
    const state = play(head(8, 5, 5), comment(9, 5, { mentions: [ME] }), told(1, 5, 5));
    expect(state.mentions).toEqual([{ seq: 9, n: 0, parent: 2 }]);
  });
});

describe('unread messages', () => {
  test('begin where I marked them, until I read again', () => {
    const state = play(head(9, 9, 9), { type: 'unread', n: 7 });
    expect(unreadCount(state)).toBe(3);
    expect(unreadCount(reduce(state, { type: 'read', n: 9 }))).toBe(0);
    expect(unreadCount(reduce(state, arrives(10, ME)))).toBe(0);
  });

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
    expect(unreadCount(play({ type: 'event', event: memberEvent(41, 40) }))).toBe(0);
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
