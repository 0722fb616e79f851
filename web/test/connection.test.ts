import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../src/api/problem';
import { Connection } from '../src/socket/connection';
import type { ServerFrame } from '../src/socket/frames';

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  sent: { t: string; token?: string }[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { t: string });
  }

  close(): void {
    this.readyState = 3;
  }

  says(frame: object): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const ready = { t: 'ready', user: 'u', time: '2026-01-01T00:00:00.000Z', channels: [] };
let frames: ServerFrame[];
let asked: (string | null)[];
let noToken: Problem | null;
let lost: number;
let connection: Connection;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined });
  FakeSocket.all = [];
  [frames, asked, noToken, lost] = [[], [], null, 0];
  connection = new Connection('ws://test/ws', {
    token: async (refused) => {
      asked.push(refused);
      if (noToken !== null) {
        throw noToken;
      }
      return `token-${asked.length}`;
    },
    frame: (frame) => frames.push(frame),
    lost: () => lost++,
  });
  connection.start();
  await vi.advanceTimersByTimeAsync(0);
  socket().onopen();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const socket = (): FakeSocket => FakeSocket.all.at(-1)!;
const waitsFor = (): number => {
  const status = connection.status.value;
  return status.kind === 'waiting' ? status.until - Date.now() : 0;
};
const comesBack = async (): Promise<void> => {
  const before = FakeSocket.all.length;
  for (let waited = 0; FakeSocket.all.length === before && waited < 25_000; waited += 100) {
    await vi.advanceTimersByTimeAsync(100);
  }
  socket().onopen();
};

describe('the connection', () => {
  test('signs in by its first frame and sends nothing else before it is ready', () => {
    expect(connection.send({ t: 'ping' })).toBe(false);
    socket().says(ready);
    expect(connection.send({ t: 'ping' })).toBe(true);
    expect(socket().sent.map(({ t }) => t)).toEqual(['auth', 'ping']);
  });

  test('comes back by itself and says that it was away', async () => {
    socket().says(ready);
    socket().onclose({ code: 1006 });
    expect([connection.status.value.kind, lost]).toEqual(['waiting', 1]);
    await comesBack();
    socket().says(ready);
    expect([connection.status.value.kind, FakeSocket.all.length]).toEqual(['online', 2]);
  });

  test('fetches another token when the server refuses one', async () => {
    socket().says({ t: 'nack', type: 'unauthorized', status: 401, title: '' });
    await comesBack();
    expect(asked).toEqual([null, 'token-1']);
    expect(socket().sent[0]).toEqual({ t: 'auth', token: 'token-2' });
  });

  test('waits as long as the server asks for when it says good-bye', async () => {
    socket().says(ready);
    socket().says({ t: 'bye', reconnectAfterMs: 7_000 });
    socket().onclose({ code: 1001 });
    await vi.advanceTimersByTimeAsync(6_900);
    expect(FakeSocket.all.length).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(FakeSocket.all.length).toBe(2);
  });

  test('adds a chance that grows to what it was asked for when its sign-in is refused', async () => {
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      socket().says({ t: 'nack', type: 'unavailable', status: 503, title: '', retryAfter: 1 });
      waits.push(waitsFor());
      await comesBack();
    }
    chance.mockReturnValue(1);
    socket().says({ t: 'nack', type: 'unavailable', status: 503, title: '', retryAfter: 1 });
    expect([...waits, waitsFor()]).toEqual([1_375, 1_750, 2_500, 5_000]);
  });

  test('adds a chance to what it was asked for when it gets no token', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    noToken = new Problem('unavailable', 503, '', null, 1);
    socket().onclose({ code: 1006 });
    expect(waitsFor()).toBe(375);
    await vi.advanceTimersByTimeAsync(375);
    expect([asked.length, waitsFor()]).toEqual([2, 1_750]);
  });

  test('gives up a server that does not answer a ping', async () => {
    socket().says(ready);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket().sent.at(-1)).toEqual({ t: 'ping' });
    socket().says({ t: 'pong' });
    await vi.advanceTimersByTimeAsync(25_000 + 9_000);
    expect(lost).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(lost).toBe(1);
  });

  test('slows down when it is thrown out again and again', async () => {
    for (let i = 0; i < 6; i++) {
      socket().says(ready);
      socket().onclose({ code: 4429 });
      await comesBack();
    }
    socket().says(ready);
    socket().onclose({ code: 4429 });
    expect(waitsFor()).toBeGreaterThan(5_000);
  });

  test('takes a frame of an unknown kind for nothing', () => {
    socket().says(ready);
    socket().says({ t: 'of a newer server' });
    expect(frames.map(({ t }) => t)).toEqual(['ready']);
  });
});
