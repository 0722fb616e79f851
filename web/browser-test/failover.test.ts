import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Balancer } from './balancer';
import { launch, openPage, screenshot, showFailed } from './browser';
import { Person, allSee } from './person';
import { Server } from './server';

// Of two nodes behind one address, one is killed and the other is stopped later.

const DESKTOP = { viewport: { width: 1280, height: 800 } };

let server: Server;
let balancer: Balancer;
let browser: Browser;
let ada: Person;
let minsu: Person;
const said: string[] = [];

beforeAll(async () => {
  server = await Server.create(2);
  [browser, balancer] = await Promise.all([launch(), Balancer.listen(), server.start()]);
  ada = new Person(await openPage(browser, { ...DESKTOP, locale: 'en-US' }), 'ada', 'Ada Lovelace', 'en');
  minsu = new Person(await openPage(browser, { ...DESKTOP, locale: 'ko-KR' }), 'minsu', '김민수', 'ko');
}, 600_000);

afterAll(async () => {
  await browser?.close();
  balancer?.close();
  await server?.dispose();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await showFailed('failover', [ada, minsu]);
    console.log(server.logs());
  }
});

async function says(person: Person, text: string): Promise<void> {
  await person.say(text);
  said.push(text);
}

/** The calls for what changed that a page makes from now on. */
function catchUps(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('/changes')) {
      paths.push(pathname);
    }
  });
  return paths;
}

test('two people talk, each on another node', async () => {
  balancer.choose(server.port);
  await ada.page.goto(balancer.url);
  await ada.signUp();
  await ada.field('team.name').fill('Two nodes');
  await ada.button('team.create').click();
  const invite = ada.page.getByRole('dialog').getByLabel(ada.text('team.invite.link'));
  const link = await invite.inputValue();
  await ada.page.keyboard.press('Escape');
  balancer.choose(server.port + 1);
  await minsu.page.goto(link);
  await minsu.signUp();
  await minsu.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
  await says(ada, 'Which node are you on?');
  await allSee([ada, minsu], said);
  await says(minsu, '두 번째 노드요');
  await allSee([ada, minsu], said);
});

test('whose node is killed goes on at the other, with what was said meanwhile', async () => {
  const calls = catchUps(ada.page);
  balancer.choose(null);
  await server.killNode(1);
  await ada.banner.waitFor();
  for (const text of ['하나', '둘', '셋']) {
    await says(minsu, text);
  }
  await allSee([minsu], said);
  await ada.say('Said while no node answers');
  await ada.page.getByText(ada.text('sending.waiting')).waitFor();
  expect(calls).toEqual([]);
  balancer.choose(server.port + 1);
  said.push('Said while no node answers');
  await ada.banner.waitFor({ state: 'detached' });
  await allSee([ada, minsu], said);
  expect(calls).toHaveLength(1);
  await screenshot(ada.page, 'on-another-node');
});

test('from a node that is stopped in order all move, and nothing is lost or said twice', async () => {
  await server.nodeServes(1);
  balancer.choose(server.port);
  const stopped = server.stopNode(2);
  for (let i = 1; i <= 5; i++) {
    await says(ada, `While a node is stopped ${i}`);
  }
  await stopped;
  await says(minsu, '첫 번째 노드로 왔어요');
  await allSee([ada, minsu], said);
});
