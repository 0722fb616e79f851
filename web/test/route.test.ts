import { beforeAll, expect, test, vi } from 'vitest';

let routes: typeof import('../src/ui/route');

beforeAll(async () => {
  vi.stubGlobal('location', { hash: '' });
  vi.stubGlobal('addEventListener', () => undefined);
  routes = await import('../src/ui/route');
});

test('every place has a link that leads back to it', () => {
  const places = [
    { page: 'home' },
    { page: 'team', team: 't/1' },
    { page: 'channel', team: 't', channel: 'c' },
    { page: 'channel', team: null, channel: 'd' },
    { page: 'channel', team: 't', channel: 'c', message: 12 },
    { page: 'channel', team: null, channel: 'd', message: 1 },
    { page: 'invite', code: 'a b' },
  ] as const;
  for (const place of places) {
    expect(routes.parseRoute(routes.hrefOf(place))).toEqual(place);
  }
});

test('a fragment that makes no sense is the first page', () => {
  expect(routes.parseRoute('#/nowhere/%E0%A4%A')).toEqual({ page: 'home' });
});
