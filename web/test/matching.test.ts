import { describe, expect, test } from 'vitest';
import { rank } from '../src/store/matching';
import { searchLoaded } from '../src/store/search';
import { EMPTY, insert } from '../src/store/timeline';
import { message } from './messages';

describe('a name that is typed', () => {
  test('fits best at the beginning, then at a word, then anywhere', () => {
    expect(['planning', 'web-planning', 'explanation', 'other'].map((name) => rank(name, 'plan'))).toEqual([
      0,
      1,
      2,
      null,
    ]);
  });

  test('fits in Korean by initials and while a syllable is being composed', () => {
    expect(rank('김민수', 'ㄱㅁㅅ')).toBe(0);
    expect(rank('김민수', '기')).toBe(0);
    expect(rank('김민수', '김미')).toBe(0);
    expect(rank('김민수', '민수')).toBe(2);
    expect(rank('김민수', '깅')).toBeNull();
    expect(rank('김민수'.normalize('NFD'), '김민')).toBe(0);
  });

  test('may be nothing yet', () => {
    expect(rank('anything', '')).toBe(0);
  });
});

describe('a search in what is loaded', () => {
  const timeline = insert(EMPTY, [
    message(1, { body: 'The Plan is ready' }),
    message(2, { body: '계획을 보세요' }),
    message(3, { body: 'plan', deleted: { by: 'x', time: 'y' } }),
    message(4, { body: 'another plan', sender: 'minsu' }),
  ]);
  const names = (id: string): string => (id === 'minsu' ? '김민수' : 'Ada');
  const found = (text: string): number[] =>
    searchLoaded([timeline], text, names).messages.map(({ seq }) => seq);

  test('finds every word, newest first, and nothing that was deleted', () => {
    expect(found('PLAN')).toEqual([4, 1]);
    expect(found('plan ready')).toEqual([1]);
    expect(found('계획')).toEqual([2]);
  });

  test('finds by sender and word together', () => {
    expect(found('민수 plan')).toEqual([4]);
    expect(found('')).toEqual([]);
  });
});
