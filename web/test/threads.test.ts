import { beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../src/api/client';
import type { Message } from '../src/api/types';
import type { ChannelEvent } from '../src/socket/frames';
import { Threads } from '../src/store/threads';
import { ME, message } from './messages';

let stored: Message[];
let told: boolean | undefined;
/** Happens while the server thinks of an answer. */
let asked: () => Promise<void>;
let threads: Threads;

const comment = (seq: number, changes: Partial<Message> = {}): Message => {
  const { n: _, ...rest } = message(seq);
  return { ...rest, parent: 1, ...changes };
};
const seqs = (): number[] => threads.thread('c', 1).value.comments.map(({ seq }) => seq);

beforeEach(() => {
  stored = [];
  told = undefined;
  asked = async () => undefined;
  const client = {
    comments: async (_c: string, _s: number, limit: number, before = Infinity) => {
      await asked();
      return { items: stored.filter(({ seq }) => seq < before).slice(-limit), next: null, following: told };
    },
  } as unknown as Client;
  threads = new Threads(client, ME);
});

describe('a thread', () => {
  test('has the newest comments and loads earlier ones', async () => {
    stored = Array.from({ length: 70 }, (_, i) => comment(i + 2));
    await threads.open('c', 1);
    expect(seqs()[0]).toBe(22);
    await threads.loadOlder('c', 1);
    expect(seqs()).toEqual(stored.map(({ seq }) => seq));
    expect(threads.thread('c', 1).value.more).toBe(false);
  });

  test('takes comments, their changes and reactions as they happen', async () => {
    stored = [comment(2)];
    await threads.open('c', 1);
    const event = (seq: number, rest: Partial<ChannelEvent>): void =>
      threads.event({ channel: 'c', seq, n: 1, rev: seq, kind: 'message', ...rest });
    event(3, { message: comment(3) });
    event(4, { kind: 'edited', message: comment(2, { rev: 4, body: 'new' }) });
    event(5, { kind: 'reacted', reaction: { message: 3, emoji: '👍', user: ME, count: 1 } });
    const { comments } = threads.thread('c', 1).value;
    expect(comments.map(({ body }) => body)).toEqual(['new', 'text 3']);
    expect(comments[1]!.reactions).toEqual([{ emoji: '👍', count: 1, mine: true, users: [ME] }]);
  });

  test('that missed comments while away has no hole after it was opened again', async () => {
    stored = [comment(2), comment(3)];
    await threads.open('c', 1);
    stored = Array.from({ length: 80 }, (_, i) => comment(i + 2));
    await threads.open('c', 1);
    expect(seqs()).toEqual(stored.slice(-50).map(({ seq }) => seq));
    expect(threads.thread('c', 1).value.more).toBe(true);
  });

  test('is not the place of comments on another message', async () => {
    await threads.open('c', 1);
    threads.merge('c', [comment(5, { parent: 4 })]);
    expect(seqs()).toEqual([]);
  });
});

test('a thread that is read tells how many comments name me, each once', async () => {
  stored = [comment(2, { mentions: [ME] }), comment(3), comment(4, { mentions: [ME] })];
  expect(threads.read('c', 1, 2)).toBeNull();
  threads.connected();
  await threads.open('c', 1);
  expect(threads.read('c', 1, 3)).toBe(1);
  expect(threads.read('c', 1, 4)).toBe(1);
  expect(threads.read('c', 1, 4)).toBe(0);
  threads.connected();
  expect(threads.read('c', 1, 4)).toBe(2);
});

describe('whether I follow a thread', () => {
  const following = (): boolean | null => threads.following('c', 1).value;

  test('is what the server told when it was opened', async () => {
    expect(following()).toBeNull();
    stored = [comment(2, { sender: ME })];
    told = false;
    await threads.open('c', 1);
    expect(following()).toBe(false);
    told = true;
    await threads.open('c', 1);
    expect(following()).toBe(true);
    told = undefined;
    await threads.open('c', 1);
    expect(following()).toBe(true);
  });

  test('is what I decided while the server answered', async () => {
    told = false;
    asked = async () => {
      threads.following('c', 1).value = true;
    };
    await threads.open('c', 1);
    expect(following()).toBe(true);
  });

  test('is true once I comment, and not because an old comment of mine changes', async () => {
    stored = [comment(2, { sender: ME })];
    told = false;
    await threads.open('c', 1);
    threads.merge('c', [comment(2, { sender: ME, rev: 3 })]);
    expect(following()).toBe(false);
    threads.merge('c', [comment(4, { sender: ME })]);
    expect(following()).toBe(true);
  });
});
