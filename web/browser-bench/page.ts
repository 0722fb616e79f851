import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { launch, openPage } from '../browser-test/browser';
import { Person } from '../browser-test/person';
import { Server } from '../browser-test/server';

const LOADS = 5;
const MESSAGES = 60;

/** Where somebody reads: like Lighthouse's desktop and its mobile phone on a slow network. */
const PLACES = [
  { name: 'desktop', viewport: { width: 1350, height: 940 }, network: null, slower: 1 },
  {
    name: 'phone',
    viewport: { width: 412, height: 823 },
    network: { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 },
    slower: 4,
  },
] as const;

type Place = (typeof PLACES)[number];

/** Milliseconds since the navigation began; `shift` is a score, `bytes` what came over the network. */
interface Load {
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly ready: number;
  readonly blocked: number;
  readonly shift: number;
  readonly bytes: number;
}

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.create();
  [browser] = await Promise.all([launch(), server.start()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

test('how soon the client is there', async () => {
  const figures: Record<string, number> = {};
  for (const place of PLACES) {
    const strangers: Load[] = [];
    for (let i = 0; i < LOADS; i++) {
      const page = await open(place);
      strangers.push(await load(page, place, '.auth-card', () => page.goto(server.url)));
      await page.context().close();
    }
    report(figures, `${place.name}FirstVisit`, strangers);

    const page = await member(place);
    const visits: Load[] = [];
    for (let i = 0; i < LOADS; i++) {
      visits.push(await load(page, place, 'article[data-seq]', () => page.reload()));
    }
    report(figures, `${place.name}Return`, visits);
    await page.context().close();
  }
  const file = process.env['CHAT_BENCH_JSON'];
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify({ bench: 'page', loads: LOADS, figures }, null, 1));
  }
});

function open(place: Place): Promise<Page> {
  return openPage(browser, { viewport: place.viewport, locale: 'en-US' });
}

/** Somebody who is in a channel with some history. */
async function member(place: Place): Promise<Page> {
  const page = await open(place);
  const person = new Person(page, `${place.name}reader`, 'Ada Lovelace', 'en');
  await page.goto(server.url);
  await person.signUp();
  await person.field('team.name').fill('Harbour');
  await person.button('team.create').click();
  await page.getByRole('dialog').waitFor(); // with an invite
  await page.keyboard.press('Escape');
  await person.composer.waitFor();
  for (let i = 0; i < MESSAGES; i++) {
    await person.composer.fill(`No. ${i}: what everybody should know about the plan`);
    await page.keyboard.press('Enter');
  }
  await page.locator(`article[data-seq]`, { hasText: `No. ${MESSAGES - 1}:` }).waitFor();
  return page;
}

/** Loads the page until what somebody came for is there. */
async function load(page: Page, place: Place, wanted: string, go: () => Promise<unknown>): Promise<Load> {
  const cdp = await page.context().newCDPSession(page);
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send('Network.enable');
  if (place.network) {
    await cdp.send('Network.emulateNetworkConditions', place.network);
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: place.slower });
  await page.addInitScript(watch, wanted);
  await go();
  await page.waitForFunction(() => (window as unknown as Watched).loads.ready > 0);
  await page.waitForLoadState('networkidle');
  const measured = await page.evaluate(() => (window as unknown as Watched).loads);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await cdp.detach();
  return { ...measured, bytes };
}

interface Watched {
  loads: Omit<Load, 'bytes'>;
}

/** Runs in the page before anything else does. */
function watch(wanted: string): void {
  const loads = { firstPaint: 0, largestPaint: 0, ready: 0, blocked: 0, shift: 0 };
  (window as unknown as Watched).loads = loads;
  const each = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  each('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') {
      loads.firstPaint = entry.startTime;
    }
  });
  each('largest-contentful-paint', (entry) => (loads.largestPaint = entry.startTime));
  each('longtask', (entry) => (loads.blocked += entry.duration - 50));
  each('layout-shift', (entry) => (loads.shift += (entry as PerformanceEntry & { value: number }).value));
  const look = (): void => {
    if (document.querySelector(wanted)) {
      loads.ready = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
}

/** Medians with the least and the most. */
function report(figures: Record<string, number>, name: string, loads: readonly Load[]): void {
  const line = (['firstPaint', 'largestPaint', 'ready', 'blocked', 'shift', 'bytes'] as const).map((key) => {
    const values = loads.map((each) => each[key]).sort((a, b) => a - b);
    const median = values[Math.floor(values.length / 2)]!;
    const round = (value: number): number => (key === 'shift' ? Number(value.toFixed(3)) : Math.round(value));
    figures[name + key.charAt(0).toUpperCase() + key.slice(1)] = round(median);
    return `${key} ${round(median)} (${round(values[0]!)} to ${round(values.at(-1)!)})`;
  });
  console.log(`${name}: ${line.join(', ')}`);
}
