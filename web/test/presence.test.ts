import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PresenceStore, byPresence, customNow } from '../src/store/presence';

let watched: (readonly string[])[];
let presence: PresenceStore;

beforeEach(() => {
  vi.useFakeTimers();
  watched = [];
  presence = new PresenceStore((users) => watched.push(users) > 0);
});
afterEach(() => void vi.useRealTimers());

test('those on the screen are watched, told once when it has settled, and again on a new connection', () => {
  const leave = presence.look('a');
  presence.look('a')();
  presence.look('b');
  vi.runAllTimers();
  expect(watched).toEqual([['a', 'b']]);
  leave();
  vi.runAllTimers();
  presence.connected();
  vi.runAllTimers();
  expect(watched.slice(1)).toEqual([['b'], ['b']]);
});

test('the server is never asked for more than it takes', () => {
  for (let i = 0; i < 600; i++) {
    presence.look(`u${i}`);
  }
  vi.runAllTimers();
  expect(watched[0]!.length).toBe(500);
});

test('the first answer tells all, later ones what changed', () => {
  presence.look('a');
  vi.runAllTimers();
  presence.frame({ users: { a: 'online' }, custom: { a: { text: 'lunch' } } });
  presence.frame({ users: { a: 'idle' } });
  expect(presence.of('a').value).toMatchObject({ status: 'idle', custom: { text: 'lunch' } });
  presence.frame({ users: {}, custom: { a: { text: '' } } });
  expect(presence.of('a').value).toMatchObject({ status: 'idle', custom: null });
  presence.frame({ users: { a: 'offline' }, lastSeen: { a: 't' } });
  expect(presence.of('a').value.lastSeen).toBe('t');
});

test('who is there comes first, and a custom status ends by itself', () => {
  expect((['offline', 'idle', 'online', 'dnd'] as const).toSorted(byPresence)).toEqual([
    'online',
    'dnd',
    'idle',
    'offline',
  ]);
  expect(customNow({ text: 'x', until: '2026-01-01T00:00:00.000Z' }, Date.UTC(2026, 0, 2))).toBeNull();
  expect(customNow({ text: 'x' })).toEqual({ text: 'x' });
});
