import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../src/api/client';

let drafts: typeof import('../src/store/drafts');
let sync: import('../src/store/draftSync').DraftSync;
let server: Map<string, string>;
let away: boolean;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  drafts = await import('../src/store/drafts');
  const { Problem } = await import('../src/api/problem');
  const { DraftSync } = await import('../src/store/draftSync');
  server = new Map();
  away = false;
  const draft = (channel: string, body: string) => ({ channel, body, time: '' });
  sync = new DraftSync({
    drafts: async () => [...server].map(([channel, body]) => draft(channel, body)),
    draft: async (channel: string) => {
      const body = server.get(channel);
      if (body === undefined) {
        throw new Problem('not-found', 404, 'None');
      }
      return draft(channel, body);
    },
    saveDraft: async (channel: string, body: string) => {
      if (away) {
        throw new Problem('unavailable', 503, 'Away');
      }
      if (body === '') {
        server.delete(channel);
      } else {
        server.set(channel, body);
      }
    },
  } as unknown as Client);
});

afterEach(() => void vi.useRealTimers());

const write = (channel: string, text: string): void => {
  drafts.keepDraft(channel, text);
  sync.typed(channel, text);
};

test('a draft is saved when its writer pauses, and removed when it is sent', () => {
  write('c', 'hel');
  write('c', 'hello');
  expect(server.size).toBe(0);
  vi.runAllTimers();
  expect(server.get('c')).toBe('hello');
  write('c', '');
  vi.runAllTimers();
  expect(server.size).toBe(0);
});

test('what another device wrote appears, and goes when it was sent there', async () => {
  server.set('c', 'from the phone');
  await sync.load();
  expect(drafts.draftOf('c')).toBe('from the phone');
  server.set('c', 'from the phone, longer');
  await sync.changed('c');
  expect(drafts.draftOf('c')).toBe('from the phone, longer');
  server.delete('c');
  await sync.load();
  expect(drafts.draftOf('c')).toBe('');
});

test('what is being written here is not taken away', async () => {
  write('c', 'mine');
  server.set('c', 'theirs');
  await sync.changed('c');
  await sync.load();
  expect(drafts.draftOf('c')).toBe('mine');
  vi.runAllTimers();
  expect(server.get('c')).toBe('mine');
});

test('what was sent while the server was away does not come back, there neither', async () => {
  write('c', 'hello');
  await vi.runAllTimersAsync();
  away = true;
  write('c', '');
  await vi.runAllTimersAsync();
  await sync.load();
  expect(drafts.draftOf('c')).toBe('');
  away = false;
  await sync.load();
  expect([drafts.draftOf('c'), server.has('c')]).toEqual(['', false]);
  server.set('c', 'from the phone');
  await sync.load();
  expect(drafts.draftOf('c')).toBe('from the phone');
});

test('a draft whose saving failed is removed when it is sent: it may have arrived', async () => {
  away = true;
  write('c', 'hello');
  await vi.runAllTimersAsync();
  away = false;
  server.set('c', 'hello');
  write('c', '');
  await vi.runAllTimersAsync();
  expect(server.has('c')).toBe(false);
});
