import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginningOf, piecesOf } from '../src/ui/channel/text';

const links = (text: string): string[] => piecesOf(text).flatMap((piece) => piece.href ?? []);

describe('links', () => {
  test('are found without the punctuation around them', () => {
    expect(links('See https://example.org/a?b=c#d, or (http://example.org/x_(y)).')).toEqual([
      'https://example.org/a?b=c#d',
      'http://example.org/x_(y)',
    ]);
    expect(links('주소는 https://예시.한국/문서 입니다.')).toEqual(['https://예시.한국/문서']);
  });

  test('are only web addresses', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd //x.org http://')).toEqual([]);
  });

  test('leave every text as it was written', () => {
    const part = fc.constantFrom(
      'http://a.b/',
      'https://x',
      ' ',
      '.',
      ')',
      '(',
      '가',
      '\n',
      '<',
      'javascript:',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(
          piecesOf(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('in 100,000 characters are found in well under a frame of patience', () => {
    const start = performance.now();
    piecesOf('https://a.b/('.repeat(7_692));
    piecesOf('가'.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('a long message', () => {
  test('is cut at characters or lines', () => {
    expect(beginningOf('short')).toBeNull();
    expect(beginningOf('가'.repeat(100_000))!.length).toBeLessThan(1_000);
    expect(beginningOf('a\n'.repeat(50))!.split('\n').length).toBe(8);
  });

  test('is never cut through a character', () => {
    for (const shift of ['', 'x']) {
      expect(beginningOf(shift + '😀'.repeat(2_000))!.isWellFormed()).toBe(true);
    }
  });
});
