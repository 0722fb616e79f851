import { beforeEach, expect, test, vi } from 'vitest';
import type { Stored } from '../src/session/session';
import { contentOf, generalContent } from '../src/sw/content';

const me = { user: { id: 'me', handle: 'me', name: 'Me' }, accessToken: 'token' } as Stored;
const told = { t: 'message', channel: 'c', seq: 9, n: 7, unread: 1, mention: false, badge: 1 } as const;
const minsu = { id: 'minsu', handle: 'minsu', name: '김민수' };
const t = (key: string, values?: Record<string, string | number>): string =>
  values ? `${key} ${JSON.stringify(values)}` : key;

let answers: Record<string, unknown>;

beforeEach(() => {
  answers = {
    '/v1/channels/c': { id: 'c', kind: 'channel', team: 't', name: 'plans' },
    '/v1/channels/c/messages/9': { sender: 'minsu', body: '안녕하세요', enc: 'none' },
    '/v1/users/minsu': minsu,
    '/v1/teams?limit=100': { items: [{ id: 't', name: 'Design' }], next: null },
  };
  vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
    expect(new Headers(request.headers).get('Authorization')).toBe('Bearer token');
    const answer = answers[path];
    return answer === undefined
      ? new Response('{}', { status: 404 })
      : new Response(JSON.stringify(answer), { status: 200 });
  });
});

test('a notification says who wrote where, and leads to the message', async () => {
  expect(await contentOf(told, me, t)).toEqual({
    title: '#plans · Design',
    body: '김민수: 안녕하세요',
    href: '#/team/t/channel/c/message/9',
  });
});

test('one of a pair is called by the other’s name, and counts what is unread', async () => {
  answers['/v1/channels/c'] = { id: 'c', kind: 'dm', users: [me.user, minsu] };
  expect(await contentOf({ ...told, unread: 3 }, me, t)).toEqual({
    title: '김민수',
    body: '안녕하세요\npush.unread {"count":3}',
    href: '#/dm/c/message/9',
  });
});

test('a comment leads to its thread, an encrypted text is not shown', async () => {
  answers['/v1/channels/c/messages/9'] = { sender: 'minsu', body: 'secret', enc: 'mls' };
  const content = await contentOf({ ...told, parent: 4 }, me, t);
  expect(content.body).toBe('김민수: push.message');
  expect(content.href).toBe('#/team/t/channel/c/message/4');
});

test('when the server cannot be asked there is a general text', async () => {
  answers = {};
  await expect(contentOf(told, me, t)).rejects.toThrow();
  expect(generalContent({ ...told, mention: true }, t).body).toBe('push.mentioned');
});
