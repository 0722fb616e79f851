import { signal } from '@preact/signals';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../src/api/client';
import type { Message } from '../src/api/types';
import type { ClientFrame } from '../src/socket/frames';
import { newChannel, reduce } from '../src/store/channel';
import type { Channels } from '../src/store/channels';
import { Sending } from '../src/store/sending';
import { uuidv7 } from '../src/store/uuidv7';
import { message } from './messages';

type Sent = ClientFrame & { t: 'send' };

let online: boolean;
let sent: Sent[];
let stored: Message[];
let sending: Sending;

beforeEach(() => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  });
  [online, sent, stored] = [true, [], []];
  const wire = {
    send: (frame: ClientFrame) => {
      if (online) {
        sent.push(frame as Sent);
      }
      return online;
    },
    restart: () => undefined,
  };
  const client = { history: async () => stored } as unknown as Client;
  const loaded = reduce(reduce(newChannel('c', 'me'), { type: 'loading' }), { type: 'newest', messages: [] });
  const channels = { state: () => signal(loaded) } as unknown as Channels;
  sending = new Sending('me', wire, client, () => channels);
});

const states = (): string[] => sending.outbox.value.map(({ state }) => state);
const refuse = (id: string, type: string, status: number): void =>
  sending.answer({ t: 'nack', ref: id, type, title: type, status });

describe('sending', () => {
  test('repeats what was not answered under the same id after a reconnect', () => {
    sending.add('c', 'one');
    sending.add('c', 'two');
    sending.disconnected();
    expect(states()).toEqual(['waiting', 'waiting']);
    sending.flush();
    expect(sent.map(({ body }) => body)).toEqual(['one', 'two', 'one', 'two']);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });

  test('says that an image was refused', () => {
    const attachments = [{ key: 'k', url: '/media/k', size: 8, type: 'image/png' }];
    sending.add('c', 'one', { attachments });
    const detail = 'attachments.0 is no image/png';
    sending.answer({
      t: 'nack',
      ref: sent[0]!.id,
      type: 'unprocessable',
      title: 'No',
      status: 422,
      detail,
    });
    expect(sending.outbox.value.map(({ problem }) => problem)).toEqual(['image-refused']);
  });

  test('keeps what is written without a connection', () => {
    online = false;
    sending.add('c', 'later');
    expect([states(), sent]).toEqual([['waiting'], []]);
    online = true;
    sending.flush();
    expect(states()).toEqual(['sending']);
  });

  test('has a bounded number of messages on the wire', () => {
    online = false;
    for (let i = 0; i < 50; i++) {
      sending.add('c', String(i));
    }
    online = true;
    sending.flush();
    expect(sent.length).toBe(20);
    sending.answer({ t: 'ack', ref: sent[0]!.id, seq: 1 });
    expect(sent.length).toBe(21);
    expect(sent.map(({ body }) => body)).toEqual(Array.from({ length: 21 }, (_, i) => String(i)));
  });

  test('shows a lasting refusal and sends again when told to', () => {
    sending.add('c', 'x');
    refuse(sent[0]!.id, 'too-large', 413);
    expect(sending.outbox.value[0]).toMatchObject({ state: 'failed', problem: 'too-large' });
    sending.retry(sent[0]!.id);
    expect(sent.map(({ id }) => id)).toEqual([sent[0]!.id, sent[0]!.id]);
  });

  test('repeats a passing refusal by itself', () => {
    vi.useFakeTimers();
    sending.add('c', 'x');
    refuse(sent[0]!.id, 'overloaded', 503);
    vi.runAllTimers();
    vi.useRealTimers();
    expect(sent.length).toBe(2);
    expect(sent[1]!.id).toBe(sent[0]!.id);
  });

  test('takes a new id for a stale one only if the message is not in the channel', async () => {
    sending.add('c', 'lost');
    refuse(sent[0]!.id, 'stale-id', 409);
    await vi.waitFor(() => expect(sent.length).toBe(2));
    expect(sent[1]!.id).not.toBe(sent[0]!.id);
    expect(sent[1]!.body).toBe('lost');
  });

  test('forgets a stale one that is in the channel', async () => {
    sending.add('c', 'arrived');
    stored = [message(1, { id: sent[0]!.id })];
    refuse(sent[0]!.id, 'stale-id', 409);
    await vi.waitFor(() => expect(sending.outbox.value).toEqual([]));
    expect(sent.length).toBe(1);
  });

  test('makes ids in the server’s time', () => {
    sending.add('c', 'x');
    expect(sent[0]!.id.slice(0, 8)).toBe(uuidv7(Date.now()).slice(0, 8));
  });
});
