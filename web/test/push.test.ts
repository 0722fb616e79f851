import { afterEach, expect, test, vi } from 'vitest';
import { Client } from '../src/api/client';
import { Push } from '../src/store/push';

vi.mock('../src/session/session', () => ({ deviceId: () => 'device' }));

const KEY = 'BAECAw';
const KEYS = { p256dh: 'BA', auth: 'AA' };

/** A browser that lets the page subscribe; what it was asked for, and what the server was told. */
function browser(before: { key: number[] } | null): { asked: number[][]; ended: number[]; told: unknown[] } {
  const seen = { asked: [] as number[][], ended: [] as number[], told: [] as unknown[] };
  const subscription = (key: number[]): object => ({
    options: { applicationServerKey: new Uint8Array(key).buffer },
    unsubscribe: async () => seen.ended.push(...key),
    toJSON: () => ({ endpoint: 'https://push.example/1', expirationTime: null, keys: KEYS }),
  });
  const pushManager = {
    getSubscription: async () => (before ? subscription(before.key) : null),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      seen.asked.push([...applicationServerKey]);
      return subscription([...applicationServerKey]);
    },
  };
  vi.stubGlobal('window', { PushManager: {}, Notification: {} });
  vi.stubGlobal('Notification', { permission: 'granted' });
  vi.stubGlobal('navigator', {
    languages: ['en'],
    serviceWorker: {
      register: async () => undefined,
      addEventListener: () => undefined,
      ready: Promise.resolve({ pushManager }),
    },
  });
  return seen;
}

function client(told: unknown[]): Client {
  return {
    push: async () => ({ vapidPublicKey: KEY }),
    subscribePush: async (device: string, subscription: unknown) => {
      told.push([device, subscription]);
    },
  } as unknown as Client;
}

afterEach(() => vi.unstubAllGlobals());

test('what was allowed before is told to the server at every start', async () => {
  const seen = browser(null);
  const push = new Push(client(seen.told));
  await push.start();
  expect(seen.asked).toEqual([[4, 1, 2, 3]]);
  expect(seen.told).toHaveLength(1);
  expect(push.state.value).toBe('on');
});

test('the server is told where and by which keys, nothing else', async () => {
  const sent: unknown[] = [];
  const real = new Client(async <T>(...call: unknown[]) => {
    sent.push(call);
    return undefined as T;
  });
  await real.subscribePush('device', {
    endpoint: 'https://push.example/1',
    expirationTime: null,
    keys: KEYS,
  });
  expect(sent).toEqual([
    ['PUT', '/me/push/device', { kind: 'webpush', endpoint: 'https://push.example/1', keys: KEYS }],
  ]);
});

test('a subscription under another key of the server is replaced', async () => {
  const seen = browser({ key: [4, 9, 9] });
  await new Push(client(seen.told)).start();
  expect(seen.ended).toEqual([4, 9, 9]);
  expect(seen.asked).toEqual([[4, 1, 2, 3]]);
});

test('one under its key is kept', async () => {
  const seen = browser({ key: [4, 1, 2, 3] });
  await new Push(client(seen.told)).start();
  expect(seen.ended).toEqual([]);
});

test('a server that refuses leaves it off', async () => {
  const seen = browser(null);
  const refusing = {
    ...client(seen.told),
    subscribePush: () => Promise.reject(new Error('503')),
  } as unknown as Client;
  const push = new Push(refusing);
  await push.start();
  expect(push.state.value).toBe('off');
});
