import type { CDPSession } from 'playwright-core';
import { expect } from 'vitest';
import type { Person } from './person';

/** How far to scroll; LONG_HISTORY=100000 goes through all of it, which takes minutes. */
const LENGTH = Number(process.env['LONG_HISTORY'] ?? 6_000);

/** How long that may take. */
export const HISTORY_PATIENCE = 180_000 + LENGTH * 10;

/** The client keeps at most 1,000 messages: from here on memory must not grow. */
const WARM = 2_000;

const WORDS = 'about the plan that everybody has seen by now 모두가 본 계획에 대하여 ';

/**
 * Scrolls back through a history that the test makes up, as the server would send it, page by page, and
 * compares what the page holds after 2,000 messages and at the end.
 */
export async function longHistory(person: Person): Promise<void> {
  const { page } = person;
  await page.route(/\/v1\/channels\/[^/]+\/messages\?/, async (route) => {
    const asked = new URL(route.request().url());
    const limit = Number(asked.searchParams.get('limit'));
    const before = Number(asked.searchParams.get('before') ?? LENGTH + 1);
    const channel = asked.pathname.split('/')[3]!;
    const first = Math.max(1, before - limit);
    const items = Array.from({ length: before - first }, (_, i) => message(channel, first + i));
    await route.fulfill({ json: { items, next: null } });
  });
  await person.button('channel.add').click();
  await person.field('channel.name').fill('archive');
  await person.button('action.create').click();
  await page.getByText(`No. ${LENGTH} `).waitFor();
  const cdp = await person.cdp();
  const shown = (): Promise<number> => page.evaluate(() => document.querySelectorAll('[data-seq]').length);

  await scrollTo(person, LENGTH - WARM);
  const [heapBefore, nodesBefore] = [await heap(cdp), await shown()];
  await scrollTo(person, 1);
  const [heapAfter, nodesAfter] = [await heap(cdp), await shown()];
  console.log(
    `${LENGTH} messages: heap ${heapBefore} -> ${heapAfter} kB, rows drawn ${nodesBefore} -> ${nodesAfter}`,
  );
  await page.locator('.beginning').waitFor();
  expect(heapAfter).toBeLessThan(heapBefore * 1.25);
  expect(nodesAfter).toBeLessThan(400);

  await person.button('messages.latest').click();
  await page.getByText(`No. ${LENGTH} `).waitFor();
  await page.unroute(/\/v1\/channels\/[^/]+\/messages\?/);
}

/** Scrolls up until the message with this ordinal is in the list. */
async function scrollTo(person: Person, n: number): Promise<void> {
  await person.page.locator('.scroller').evaluate(async (box, wanted) => {
    const first = (): number => Number(box.querySelector<HTMLElement>('.chunk')?.dataset['first']);
    while (first() > wanted) {
      const before = first();
      box.scrollTop = 0;
      const changed = Date.now() + 20_000;
      while (first() === before) {
        if (Date.now() > changed) {
          throw new Error(`Nothing came before message ${before}`);
        }
        await new Promise((done) => requestAnimationFrame(done));
      }
    }
  }, n);
}

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 1024);
}

function message(channel: string, n: number) {
  return {
    channel,
    id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    seq: n,
    n,
    rev: n,
    sender: 'somebody',
    device: 'd',
    time: new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString(),
    body: `No. ${n} ${WORDS.repeat(1 + (n % 4))}`,
    enc: 'none',
    mentions: [],
  };
}
