import { expect, test } from 'vitest';
import { timeOf, uuidv7 } from '../src/store/uuidv7';

test('an operation id is a UUIDv7 in canonical lower case that tells its time', () => {
  const now = Date.now() + 10_000;
  const id = uuidv7(now);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(timeOf(id)).toBe(now);
});

test('ids ascend within a millisecond and when the clock steps back', () => {
  const now = Date.now() + 20_000;
  const ids = Array.from({ length: 10_000 }, (_, i) => uuidv7(now - (i % 3)));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
