import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { en } from '../src/i18n/en';
import { ko } from '../src/i18n/ko';

let i18n: typeof import('../src/i18n/i18n');

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  i18n = await import('../src/i18n/i18n');
});

const forms = (text: string | object): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

describe('the languages', () => {
  test('have the same keys', () => {
    expect(Object.keys(ko)).toEqual(Object.keys(en));
  });

  test('fill in the same values', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      const names = new Set(forms(en[key]).flatMap(placeholders));
      for (const text of forms(ko[key])) {
        expect([key, new Set(placeholders(text))]).toEqual([key, names]);
      }
    }
  });

  test('count as their speakers do', () => {
    expect(i18n.translate('en', 'channel.unread.count', { count: 1 })).toBe('1 unread');
    expect(i18n.translate('en', 'messages.latest.count', { count: 1200 })).toBe('1,200 new messages');
    expect(i18n.translate('ko', 'messages.latest.count', { count: 1 })).toBe('새 메시지 1개');
  });

  test('follow the browser unless there is none of its languages', () => {
    expect(i18n.preferred(['de', 'ko-KR', 'en'])).toBe('ko');
    expect(i18n.preferred(['de'])).toBe('en');
  });
});

describe('every refusal of the server', () => {
  const catalogue = new URL('../../shared/src/main/java/chat/problem/ProblemType.java', import.meta.url);

  test.skipIf(!existsSync(catalogue))('has a text', () => {
    const slugs = [...readFileSync(catalogue, 'utf8').matchAll(/^ {2}[A-Z_]+\("([a-z-]+)"/gm)].map(
      (m) => m[1]!,
    );
    expect(slugs.length).toBeGreaterThan(10);
    expect(slugs.filter((slug) => !(`problem.${slug}` in en))).toEqual([]);
  });
});
