import { beforeEach, expect, test, vi } from 'vitest';
import type { Chat } from '../src/store/chat';
import type { ServerFrame } from '../src/socket/frames';
import { ME, message, messageEvent } from './messages';

let chat: Chat;
let told: string[];
const receive = (frame: ServerFrame): void => chat['receive'](frame);
const mentions = (): number => chat.channels.state('c').value.mentions.length;

/** Somebody names me in a comment that only its thread shows. */
const comment = (seq: number): void => {
  const { n: _, ...rest } = message(seq, { parent: 1, mentions: [ME] });
  receive({ t: 'event', ...messageEvent(rest), n: 2 });
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  for (const name of ['addEventListener', 'removeEventListener']) {
    vi.stubGlobal(name, () => undefined);
  }
  vi.stubGlobal('location', { protocol: 'http:', host: 'localhost' });
  vi.stubGlobal('document', {});
  vi.stubGlobal('window', globalThis);
  const { Chat } = await import('../src/store/chat');
  chat = new Chat({ id: ME, handle: 'me', name: 'Me' });
  told = [];
  Object.assign(chat.client, {
    me: () => new Promise(() => undefined),
    drafts: async () => [],
    mentions: async () => ({ items: [], next: null }),
    readThread: async (channel: string, parent: number, seq: number) =>
      void told.push(`${channel}/${parent} ${seq}`),
    markAllRead: async (positions: readonly { channel: string; n: number }[]) =>
      positions.forEach(({ channel, n }) => told.push(`${channel} ${n}`)),
  });
  receive({
    t: 'ready',
    user: ME,
    time: new Date().toISOString(),
    channels: [{ id: 'c', seq: 2, n: 2, rev: 2, read: 2, mentions: 0 }],
  });
});

test('a mention in a thread goes when the thread is read, here or on another device', async () => {
  comment(3);
  comment(4);
  chat.markRead('c', 2);
  expect(mentions()).toBe(2);
  receive({ t: 'thread', channel: 'c', message: 1, read: 3 });
  expect(mentions()).toBe(1);
  await chat.readThread('c', 1, 4);
  expect([mentions(), told]).toEqual([0, ['c/1 4']]);
});

test('marking everything as read takes mentions in threads along, where nothing else is unread', async () => {
  comment(3);
  await chat.markAllRead();
  expect([mentions(), told]).toEqual([0, ['c 2', 'c/1 3']]);
});
