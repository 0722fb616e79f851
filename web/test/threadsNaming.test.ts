import { expect, test } from 'vitest';
import type { Message } from '../src/api/types';
import { type ChannelState, newChannel } from '../src/store/channel';
import { threadsNaming } from '../src/store/threadsNaming';
import { ME, message } from './messages';

const comment = (seq: number, parent: number, mentions = [ME]): Message => {
  const { n: _, ...rest } = message(seq, { parent, mentions });
  return rest;
};
const channel = (mentions: ChannelState['mentions']): ChannelState => ({
  ...newChannel('c', ME),
  read: 5,
  mentions,
});
const untold = { seq: 0, n: 0, parent: null };

test('threads whose comments are known need no inbox', async () => {
  const mentions = [
    { seq: 7, n: 0, parent: 2 },
    { seq: 8, n: 0, parent: 2 },
    { seq: 9, n: 6, parent: 3 },
  ];
  const none = () => Promise.reject(new Error('asked'));
  expect(await threadsNaming(ME, [channel(mentions)], none)).toEqual([{ channel: 'c', parent: 2, seq: 8 }]);
});

test('others are looked for in the inbox, as far as there are unread ones', async () => {
  const pages = [
    [message(9, { mentions: [ME] }), comment(8, 2, ['@here']), comment(7, 2)],
    [message(4, { mentions: [ME] }), { ...comment(3, 1), channel: 'other' }, comment(3, 1)],
    [comment(2, 1)],
  ];
  let asked = 0;
  const inbox = async (cursor: string | null) => {
    asked++;
    const at = Number(cursor ?? 0);
    return { items: pages[at]!, next: String(at + 1) };
  };
  expect(await threadsNaming(ME, [channel([untold, untold, untold])], inbox)).toEqual([
    { channel: 'c', parent: 2, seq: 7 },
    { channel: 'c', parent: 1, seq: 3 },
  ]);
  expect(asked).toBe(2);
});
