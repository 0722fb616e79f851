import { expect, test } from 'vitest';
import type { Notifications, Team } from '../src/api/types';
import { attention } from '../src/store/attention';
import { newChannel } from '../src/store/channel';
import { ME } from './messages';

const NOW = Date.parse('2030-01-01T12:00:00Z');
const BEFORE = '2030-01-01T11:59:59Z';
const AFTER = '2030-01-01T12:00:01Z';

const state = {
  ...newChannel('c', ME),
  n: 5,
  mentions: [
    { seq: 2, n: 2, parent: null },
    { seq: 3, n: 3, parent: null },
  ],
};
const inThread = { ...newChannel('c', ME), mentions: [{ seq: 4, n: 0, parent: 2 }] };
const team = (muted: boolean, mutedUntil: string | null = null): Team => ({
  ...{ id: 't', name: 'Team', open: true, role: 'member', muted, mutedUntil },
});
const of = (level: Notifications['level'], until: string | null = null, mine = team(false)) =>
  attention(state, { level, until }, mine, NOW);

test('a channel of which I want everything counts with every unread message', () => {
  const everything = { badge: 5, counted: 5, mentions: 2 };
  expect(of('all')).toEqual(everything);
  expect(attention(state, undefined, undefined, NOW)).toEqual(everything);
  expect(attention(inThread, null, undefined, NOW)).toEqual({ badge: 0, counted: 1, mentions: 1 });
});

test('one of which I want mentions counts with these', () => {
  expect(of('mentions')).toEqual({ badge: 5, counted: 2, mentions: 2 });
});

test('one of which I want nothing counts nowhere, mentions neither', () => {
  expect(of('none')).toEqual({ badge: 0, counted: 0, mentions: 0 });
  expect(of('none', AFTER).counted).toBe(0);
  expect(of('none', BEFORE).counted).toBe(5);
});

test('a muted team counts with its mentions, as long as it is muted', () => {
  expect(of('all', null, team(true)).counted).toBe(2);
  expect(of('all', null, team(true, AFTER)).counted).toBe(2);
  expect(of('all', null, team(true, BEFORE)).counted).toBe(5);
});
