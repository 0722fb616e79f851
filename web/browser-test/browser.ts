import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';

const SCREENSHOTS = resolve(fileURLToPath(new URL('../../test-artefacts/screenshots', import.meta.url)));

export function launch(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Complaints of the pages: uncaught errors and refusals of the content security policy. */
export const complaints: string[] = [];

/** A browser of its own, with its own storage. */
export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
  const note = (text: string): void => {
    const lines = traffic.get(page) ?? [];
    lines.push(`${new Date().toISOString()} ${text.slice(0, 300)}`);
    traffic.set(page, lines.slice(-60));
  };
  page.on('request', (request) => note(`${request.method()} ${request.url()}`));
  page.on('response', (response) => note(`${response.status()} ${response.url()}`));
  page.on('requestfailed', (request) => note(`failed ${request.url()}: ${request.failure()?.errorText}`));
  page.on('websocket', (socket) => {
    note('socket opens');
    socket.on('framesent', (frame) => note(`> ${String(frame.payload)}`));
    socket.on('framereceived', (frame) => note(`< ${String(frame.payload)}`));
    socket.on('close', () => note('socket closed'));
  });
  return page;
}

/** What went over the wire last, to be looked at when a test fails. */
const traffic = new Map<Page, string[]>();

let shots = 0;

/** Keeps a picture of what the user sees, numbered in the order of the story. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const number = String(++shots).padStart(2, '0');
  await page.screenshot({ path: join(SCREENSHOTS, `${number}-${name}.png`), animations: 'disabled' });
}

/** Keeps a picture of each page of a test that failed, and says what went over the wire last. */
export async function showFailed(story: string, people: { page: Page; handle: string }[]): Promise<void> {
  for (const { page, handle } of people) {
    await screenshot(page, `failed-${story}-${handle}`);
    console.log(`${handle}:\n${traffic.get(page)?.join('\n')}`);
  }
}
