import { gzipSync } from 'node:zlib';
import { type Browser, type Response } from 'playwright-core';
import { expect } from 'vitest';
import { openPage } from './browser';

/** All that the page may need before somebody can read and write, compressed. */
const LIMIT_BYTES = 200_000;

/** Loads the page as somebody who was never here, and weighs what came. */
export async function firstLoad(browser: Browser, url: string): Promise<void> {
  const page = await openPage(browser, { locale: 'en-US' });
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  await page.goto(url);
  await page.locator('.auth-card').waitFor();
  let bytes = 0;
  for (const response of responses) {
    bytes += gzipSync(await response.body()).length;
  }
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  );
  console.log(
    `First load: ${responses.length} answers, ${bytes} B compressed, first paint after ${paint} ms`,
  );
  expect(responses.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(LIMIT_BYTES);
  await page.context().close();
}
