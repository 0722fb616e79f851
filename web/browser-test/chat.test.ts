import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { complaints, launch, openPage, screenshot, showFailed } from './browser';
import { expectAccessible } from './accessible';
import { conversation } from './conversation';
import { firstLoad } from './firstLoad';
import { images, imagesOnPhone } from './images';
import { longHistory, HISTORY_PATIENCE } from './longHistory';
import { Person, allSee } from './person';
import { presence } from './presence';
import { push } from './push';
import { Server } from './server';

const LONG = '가'.repeat(100_000);
const DESKTOP = { viewport: { width: 1280, height: 800 } };

let server: Server;
let browser: Browser;
let ada: Person;
let minsu: Person;
let inviteLink: string;

/** Everything said in the channel, in order; a long message as its beginning. */
const said: string[] = [];

beforeAll(async () => {
  server = await Server.create();
  [browser] = await Promise.all([launch(), server.start()]);
  ada = new Person(
    await openPage(browser, { ...DESKTOP, locale: 'en-US', colorScheme: 'light' }),
    'ada',
    'Ada Lovelace',
    'en',
  );
  minsu = new Person(
    await openPage(browser, { ...DESKTOP, locale: 'ko-KR', colorScheme: 'dark' }),
    'minsu',
    '김민수',
    'ko',
  );
}, 600_000);

afterAll(async () => {
  for (const person of [ada, minsu]) {
    await person?.page.close();
  }
  await browser?.close();
  await server?.dispose();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await showFailed('chat', [ada, minsu]);
    console.log(server.logs());
  }
});

const bothSeeEverything = (): Promise<void> => allSee([ada, minsu], said);

test('the first load is small', () => firstLoad(browser, server.url));

describe('two people', () => {
  test('sign up, one makes a team and an invite link', async () => {
    await ada.page.goto(server.url);
    await screenshot(ada.page, 'log-in');
    await expectAccessible(ada.page, 'log-in');
    await ada.signUp();
    await ada.page.getByRole('heading', { name: 'Welcome, Ada Lovelace' }).waitFor();
    await expectAccessible(ada.page, 'first page');
    await screenshot(ada.page, 'first-page');
    await ada.field('team.name').fill('Design 디자인');
    await ada.button('team.create').click();
    inviteLink = await ada.page.getByRole('dialog').getByLabel(ada.text('team.invite.link')).inputValue();
    expect(inviteLink).toMatch(/\/#\/invite\/.+/);
    await expectAccessible(ada.page, 'invite');
    await screenshot(ada.page, 'invite');
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await screenshot(ada.page, 'empty-channel');
  });

  test('the other follows the link, signs up and is in the team', async () => {
    await minsu.page.goto(inviteLink);
    await minsu.page.getByText(minsu.text('auth.invited')).waitFor();
    await screenshot(minsu.page, 'invited');
    await minsu.signUp();
    await minsu.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await minsu.page.getByText('Design 디자인').first().waitFor();
  });

  test('talk in English and Korean', async () => {
    await ada.say('Good morning! Have you seen https://example.org/plan?v=2, the new plan?');
    said.push('Good morning! Have you seen https://example.org/plan?v=2, the new plan?');
    await expect.poll(() => minsu.texts()).toEqual(said);
    await minsu.say('안녕하세요! 네, 방금 읽었어요.');
    said.push('안녕하세요! 네, 방금 읽었어요.');
    await bothSeeEverything();
    const link = minsu.page.locator('.text a');
    expect(await link.getAttribute('href')).toBe('https://example.org/plan?v=2');
    expect(await link.getAttribute('rel')).toContain('noopener');
  });

  test('Enter that ends a syllable of an input method does not send', async () => {
    const cdp = await minsu.cdp();
    await minsu.composer.click();
    for (const text of ['ㅎ', '하', '한', '한ㄱ', '한그', '한글']) {
      await cdp.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 13,
    });
    expect(await minsu.composer.inputValue()).toBe('한글');
    expect(await minsu.outgoing.count()).toBe(0);
    await cdp.send('Input.insertText', { text: '한글' });
    await minsu.page.keyboard.press('Enter');
    said.push('한글');
    await bothSeeEverything();
  });

  test('lines are broken with Shift+Enter and drafts stay in their channel', async () => {
    await ada.composer.click();
    await ada.page.keyboard.type('First line');
    await ada.page.keyboard.press('Shift+Enter');
    await ada.page.keyboard.type('second line');
    await ada.button('channel.add').click();
    await ada.field('channel.name').fill('planning');
    await ada.button('action.create').click();
    await ada.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    await expect.poll(() => ada.composer.inputValue()).toBe('');
    await ada.channelLink('general').click();
    await expect.poll(() => ada.composer.inputValue()).toBe('First line\nsecond line');
    await ada.composer.press('Enter');
    said.push('First line\nsecond line');
    await bothSeeEverything();
    await expectAccessible(ada.page, 'channel in light colours');
    await expectAccessible(minsu.page, 'channel in dark colours');
    await screenshot(ada.page, 'talk-light');
    await screenshot(minsu.page, 'talk-dark-korean');
  });

  test('100,000 Korean characters pass, one more is refused before it is sent', async () => {
    await minsu.composer.click();
    await minsu.page.keyboard.insertText(`${LONG}가`);
    await minsu.page.locator('.composer-note.over').waitFor();
    expect(await minsu.page.locator('.send-button').isDisabled()).toBe(true);
    await minsu.page.keyboard.press('Enter');
    expect((await minsu.composer.inputValue()).length).toBe(100_001);
    await screenshot(minsu.page, 'too-long');
    await minsu.page.keyboard.press('Backspace');
    await expect.poll(async () => (await minsu.composer.inputValue()).length).toBe(100_000);
    await minsu.page.keyboard.press('Enter');
    said.push(LONG);
    await bothSeeEverything();
    await screenshot(ada.page, 'long-message');
    await ada.page.getByRole('button', { name: 'Show all (100,000 characters)' }).click();
    await expect.poll(async () => (await ada.texts()).at(-1) === LONG).toBe(true);
    await ada.button('messages.showLess').click();
  });

  test('a reload brings everything back', async () => {
    await Promise.all([ada.page.reload(), minsu.page.reload()]);
    await bothSeeEverything();
  });
});

describe('when the server is killed', () => {
  test('both are told, and what is written meanwhile waits', async () => {
    await ada.say('Right before the crash');
    said.push('Right before the crash');
    await server.kill();
    await Promise.all([ada.banner.waitFor(), minsu.banner.waitFor()]);
    await minsu.say('서버가 없어도 씁니다');
    said.push('서버가 없어도 씁니다');
    await minsu.page.getByText(minsu.text('sending.waiting')).waitFor();
    await screenshot(minsu.page, 'server-away');
  });

  test('they come back by themselves and every message is there once, in order', async () => {
    await server.start();
    await Promise.all([
      ada.banner.waitFor({ state: 'detached', timeout: 45_000 }),
      minsu.banner.waitFor({ state: 'detached', timeout: 45_000 }),
    ]);
    await bothSeeEverything();
    await ada.say('Back again');
    said.push('Back again');
    await bothSeeEverything();
    await screenshot(ada.page, 'server-back');
  }, 180_000);

  test('also after one more reload', async () => {
    await Promise.all([ada.page.reload(), minsu.page.reload()]);
    await bothSeeEverything();
  });
});

describe('direct messages and unread marks', () => {
  test('a direct message raises a badge and the title until it is read', async () => {
    await ada.button('dm.add').first().click();
    await ada.page.getByRole('combobox').fill('김');
    await ada.page.getByRole('option', { name: '김민수' }).waitFor();
    await expectAccessible(ada.page, 'new direct message');
    await screenshot(ada.page, 'new-dm');
    await ada.page.getByRole('combobox').press('Enter');
    await ada.button('dm.start').click();
    await ada.page.getByRole('heading', { name: '김민수' }).first().waitFor();
    await ada.say('Just between us');
    await ada.say('둘만의 이야기');

    const link = minsu.channelLink('Ada Lovelace');
    await link.locator('.badge', { hasText: '2' }).waitFor();
    await expect.poll(() => minsu.page.title()).toMatch(/^\(2\) /);
    await screenshot(minsu.page, 'unread-badge');
    await link.click();
    await expect.poll(() => minsu.texts()).toEqual(['Just between us', '둘만의 이야기']);
    await minsu.page.locator('.new-line').waitFor();
    await link.locator('.badge').waitFor({ state: 'detached' });
    await expect.poll(() => minsu.page.title()).not.toMatch(/^\(/);
    await screenshot(minsu.page, 'dm-new-line');
    await minsu.page.reload();
    await expect.poll(() => minsu.texts()).toEqual(['Just between us', '둘만의 이야기']);
    expect(await minsu.page.locator('.badge').count()).toBe(0);
  });

  test('what is read on one device is read on the other', async () => {
    const other = new Person(
      await openPage(browser, { ...DESKTOP, locale: 'ko-KR' }),
      minsu.handle,
      minsu.name,
      'ko',
    );
    await other.page.goto(server.url);
    await other.logIn();
    await other.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await minsu.channelLink('general').click();
    await minsu.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await ada.say('Are you there?');
    const badge = other.channelLink('Ada Lovelace').locator('.badge');
    await badge.waitFor();
    await minsu.channelLink('Ada Lovelace').click();
    await badge.waitFor({ state: 'detached' });
    await other.page.context().close();
  });
});

describe('channels', () => {
  test('a public one is joined from the list of others', async () => {
    await minsu.page.getByText(minsu.text('channel.more')).click();
    await minsu.channelLink('planning').click();
    await screenshot(minsu.page, 'not-a-member');
    await minsu.button('channel.joinNamed', { name: 'planning' }).click();
    await minsu.composer.waitFor();
    await minsu.say('참여했습니다');
    await ada.channelLink('planning').locator('.badge', { hasText: '1' }).waitFor();
  });

  test('a private one is seen only by those who were added', async () => {
    await ada.button('channel.add').click();
    await ada.field('channel.name').fill('비밀');
    await ada.page.getByRole('switch').check();
    await expectAccessible(ada.page, 'new channel');
    await ada.button('action.create').click();
    await ada.page.getByRole('heading', { name: '비밀', exact: true }).waitFor();
    expect(await minsu.channelLink('비밀').count()).toBe(0);
    await ada.button('channel.members').click();
    await ada.page.getByRole('combobox').fill('김민');
    await ada.page.getByRole('option', { name: '김민수' }).click();
    await ada.page.locator('.people', { hasText: '김민수' }).waitFor();
    await expectAccessible(ada.page, 'members');
    await screenshot(ada.page, 'members');
    await ada.page.keyboard.press('Escape');
    await ada.page.locator('.panel').waitFor({ state: 'detached' });
    await minsu.channelLink('비밀').click();
    await minsu.composer.waitFor();
    await minsu.say('초대 고마워요');
    await expect.poll(() => ada.texts()).toEqual(['초대 고마워요']);
  });
});

describe('history', () => {
  test('scrolls back page by page and nothing on the screen jumps', async () => {
    await ada.channelLink('planning').click();
    await ada.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    await ada.composer.waitFor();
    for (let batch = 0; batch < 120; batch += 40) {
      for (let i = batch + 1; i <= batch + 40; i++) {
        await ada.composer.fill(`Line ${i}${i % 7 === 0 ? '\nand a second one' : ''}`);
        await ada.composer.press('Enter');
      }
      await expect.poll(() => ada.outgoing.count()).toBe(0);
    }
    await ada.page.reload();
    await ada.page.getByText('Line 120').waitFor();
    expect(await ada.page.getByText('Line 1', { exact: true }).count()).toBe(0);

    const scroller = ada.page.locator('.scroller');
    await scroller.hover();
    for (let reached = false; !reached;) {
      reached = await scroller.evaluate(async (box) => {
        const top = box.getBoundingClientRect().top;
        const first = [...box.querySelectorAll<HTMLElement>('[data-seq]')].find(
          (row) => row.getBoundingClientRect().bottom > top,
        )!;
        const before = first.getBoundingClientRect().top;
        const known = box.querySelectorAll('[data-seq]').length;
        const whole = box.querySelector('.beginning') !== null;
        const step = Math.min(400, box.scrollTop);
        box.scrollTop -= step;
        // Two frames, or as long as older messages are on their way.
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        do {
          await frame();
          await frame();
        } while (box.scrollTop <= 1 && box.querySelector('.older') !== null);
        const moved = first.isConnected ? first.getBoundingClientRect().top - before - step : 0;
        if (Math.abs(moved) > 2) {
          throw new Error(`Moved by ${moved} px with ${known} messages known`);
        }
        return whole && box.scrollTop === 0;
      });
    }
    await ada.page.getByText('Line 1', { exact: true }).waitFor();
    await screenshot(ada.page, 'history-start');
    await ada.button('messages.latest').click();
    await ada.page.getByText('Line 120').waitFor();
    await expect.poll(() => ada.page.locator('.to-end').count()).toBe(0);
  }, 180_000);
});

describe('names in messages', () => {
  test('are completed, also in Korean, and stand out for whom they mean', async () => {
    await ada.channelLink('planning').click();
    await ada.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    await minsu.channelLink('general').click();
    await minsu.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await ada.composer.click();
    await ada.page.keyboard.type('Please look at it, @김');
    await ada.page.locator('.mention-list [role=option]', { hasText: '김민수' }).waitFor();
    await expectAccessible(ada.page, 'completing a name');
    await screenshot(ada.page, 'mention');
    await ada.page.keyboard.press('Enter');
    expect(await ada.composer.inputValue()).toBe('Please look at it, @minsu ');
    await ada.page.keyboard.type('when you can.');
    await ada.page.keyboard.press('Enter');
    await ada.page.locator('.text .mention', { hasText: '@김민수' }).waitFor();
    await minsu.channelLink('planning').click();
    // A hundred messages came before it: the list opens where they begin, and nothing is read yet.
    await minsu.page.locator('.new-line').waitFor();
    await minsu.page.getByText('Line 1', { exact: true }).waitFor();
    await minsu.channelLink('planning').locator('.badge.mentioned', { hasText: '1' }).waitFor();
    await minsu.page.locator('.to-end').click();
    await minsu.page.locator('.message.for-me .mention.me', { hasText: '@김민수' }).waitFor();
    await expect.poll(() => minsu.channelLink('planning').locator('.badge').count()).toBe(0);
    await screenshot(minsu.page, 'mentioned');
  });
});

describe('finding things', () => {
  test('goes to a person by the initials of a Korean name, and back with the keyboard', async () => {
    await ada.page.keyboard.press('Control+k');
    await ada.page.getByRole('dialog').getByRole('combobox').fill('ㄱㅁㅅ');
    await ada.page.getByRole('option', { name: '김민수' }).waitFor();
    await expectAccessible(ada.page, 'quick switcher');
    await screenshot(ada.page, 'switcher');
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('heading', { name: '김민수' }).first().waitFor();
    await ada.page.keyboard.press('Control+k');
    await ada.page.getByRole('dialog').getByRole('combobox').fill('plan');
    await ada.page.getByRole('option', { name: 'planning' }).waitFor();
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
  });

  test('finds a message that is loaded and goes to its place', async () => {
    await ada.page.getByText('Line 120').waitFor();
    await ada.page.keyboard.press('Control+Shift+f');
    await ada.page.getByRole('searchbox').fill('line 101');
    const result = ada.page.locator('.result', { hasText: 'Line 101' });
    await result.waitFor();
    await expectAccessible(ada.page, 'search');
    await screenshot(ada.page, 'search');
    await result.getByRole('button').first().click();
    await ada.page.locator('.message[data-flash]', { hasText: 'Line 101' }).waitFor();
    await ada.page
      .locator('.panel')
      .getByRole('button', { name: ada.text('action.close'), exact: true })
      .click();
  });

  test('a link to a message far back opens the history around it', async () => {
    const first = await ada.page.locator('article[data-seq]').first().getAttribute('data-seq');
    const page = await ada.page.context().newPage();
    await page.goto(ada.page.url());
    await page.getByText('Line 120').waitFor();
    await page.goto(`${ada.page.url()}/message/${first}`);
    await page.locator(`.message[data-seq="${first}"][data-flash]`).waitFor();
    await page.reload();
    await page.getByText('Line 120').waitFor();
    await page.close();
  });

  test('shows every shortcut', async () => {
    await ada.page.keyboard.press('Control+/');
    await ada.page.getByRole('dialog').getByText(ada.text('keys.switch')).waitFor();
    await expectAccessible(ada.page, 'shortcuts');
    await screenshot(ada.page, 'shortcuts');
    await ada.page.keyboard.press('Escape');
  });
});

describe('a noisy team', () => {
  test('is muted for a while: it then marks nothing as new', async () => {
    await ada.button('team.menu', { name: 'Design 디자인' }).click();
    await ada.page.getByRole('menuitem', { name: ada.text('team.mute') }).click();
    await ada.page.getByRole('radio', { name: ada.text('span.hour') }).check();
    await expectAccessible(ada.page, 'mute');
    await screenshot(ada.page, 'mute');
    await ada.button('team.mute').click();
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
    await minsu.channelLink('general').click();
    await minsu.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await minsu.say('조용한 팀');
    said.push('조용한 팀');
    await ada.channelLink('general').locator('.badge').waitFor();
    expect(await ada.page.locator('.rail-team .dot').count()).toBe(0);
    await ada.button('team.menu', { name: 'Design 디자인' }).click();
    await ada.page.getByRole('menuitem', { name: ada.text('team.unmute') }).click();
    await ada.button('team.unmute').click();
    await ada.page.locator('.rail-team .dot').waitFor();
  });
});

describe('running a team', () => {
  test('its owner gives a role, and the other can do more at once', async () => {
    await ada.button('team.menu', { name: 'Design 디자인' }).click();
    await ada.page.getByRole('menuitem', { name: ada.text('team.manage') }).click();
    const role = ada.page.getByRole('combobox', { name: ada.text('team.roleOf', { name: '김민수' }) });
    await role.selectOption('admin');
    await expectAccessible(ada.page, 'team');
    await screenshot(ada.page, 'team');
    await ada.button('team.transfer').click();
    await ada.page.getByRole('dialog', { name: ada.text('team.transfer') }).waitFor();
    await expectAccessible(ada.page, 'giving a team away');
    await ada.page.keyboard.press('Escape');
    await ada.button('team.add').click();
    await ada.page.getByRole('dialog', { name: ada.text('team.add') }).waitFor();
    await expectAccessible(ada.page, 'another team');
    await ada.page.keyboard.press('Escape');
    await minsu.button('team.menu', { name: 'Design 디자인' }).click();
    await minsu.page.getByRole('menuitem', { name: minsu.text('team.manage') }).click();
    await minsu.field('team.name').fill('디자인 팀');
    await minsu.page.getByRole('dialog').locator('button[type=submit]').click();
    await minsu.page.keyboard.press('Escape');
    await ada.page.locator('.sidebar-head', { hasText: '디자인 팀' }).waitFor();
  });

  test('an invite for guests names their channels, and is revoked', async () => {
    await ada.button('team.menu', { name: '디자인 팀' }).click();
    await ada.page.getByRole('menuitem', { name: ada.text('team.invite') }).click();
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByLabel(ada.text('team.invite.link')).waitFor();
    await dialog.getByLabel(ada.text('invite.role'), { exact: true }).selectOption('guest');
    await dialog.getByRole('checkbox', { name: 'planning' }).check();
    await ada.button('invite.make').click();
    await dialog.getByLabel(ada.text('team.invite.link')).waitFor();
    const guest = dialog.locator('.devices li', { hasText: ada.text('role.guest') });
    await guest.waitFor();
    await expectAccessible(ada.page, 'invites');
    await screenshot(ada.page, 'invites');
    await guest.getByRole('button').click();
    await guest.waitFor({ state: 'detached' });
    await ada.page.keyboard.press('Escape');
  });

  test('an invite for one lets one in, and tells the next that it is used up', async () => {
    await ada.button('team.menu', { name: '디자인 팀' }).click();
    await ada.page.getByRole('menuitem', { name: ada.text('team.invite') }).click();
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByLabel(ada.text('team.invite.link')).waitFor();
    await dialog.getByLabel(ada.text('invite.uses'), { exact: true }).selectOption('1');
    await ada.button('invite.make').click();
    const link = await dialog.getByLabel(ada.text('team.invite.link')).inputValue();
    await ada.page.keyboard.press('Escape');
    const visit = async (handle: string, name: string): Promise<Person> => {
      const page = await openPage(browser, { ...DESKTOP, locale: 'en-US' });
      const person = new Person(page, handle, name, 'en');
      await page.goto(link);
      await person.signUp();
      return person;
    };
    const first = await visit('yuna', '유나');
    await first.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await first.page.context().close();
    const late = await visit('late', 'Late');
    await late.page.getByText(late.text('invite.gone')).waitFor();
    await expectAccessible(late.page, 'an invite that is used up');
    await screenshot(late.page, 'invite-used-up');
    await late.page.getByRole('link', { name: late.text('home.back') }).click();
    await late.page.getByRole('heading', { name: 'Welcome, Late' }).waitFor();
    await late.page.context().close();
  });

  test('a channel gets a topic that all see, is quiet for me, and is archived', async () => {
    for (const person of [ada, minsu]) {
      await person.channelLink('planning').click();
      await person.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    }
    await ada.button('channel.settings').click();
    await ada.field('channel.topic').fill('다음 분기 계획');
    await screenshot(ada.page, 'channel-settings');
    await expectAccessible(ada.page, 'channel settings');
    await ada.button('action.save').last().click();
    await minsu.page.locator('.topic', { hasText: '다음 분기 계획' }).waitFor();

    await ada.button('channel.settings').click();
    await ada.page.getByRole('radio', { name: ada.text('level.mentions') }).check();
    await ada.button('action.save').first().click();
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
    await ada.page.reload();
    await ada.button('channel.settings').click();
    expect(await ada.page.getByRole('radio', { name: ada.text('level.mentions') }).isChecked()).toBe(true);

    await ada.button('channel.archive').click();
    await ada.page.getByRole('dialog').getByText(ada.text('channel.archive.text')).waitFor();
    await expectAccessible(ada.page, 'a question before something that all see');
    await ada.button('channel.archive').click();
    await minsu.page.getByText(minsu.text('channel.archived'), { exact: true }).waitFor();
    expect(await minsu.composer.count()).toBe(0);
    await screenshot(minsu.page, 'archived');
    await ada.button('channel.settings').click();
    await ada.button('channel.unarchive').click();
    await ada.button('channel.unarchive').click();
    await minsu.composer.waitFor();
  });

  test('hours of quiet are kept', async () => {
    await ada.button('settings.title').click();
    await ada.button('notifications.title').click();
    await ada.page.getByRole('switch').check();
    await ada.field('quiet.from').fill('21:30');
    await expectAccessible(ada.page, 'notifications');
    await screenshot(ada.page, 'quiet-hours');
    await ada.button('action.save').click();
    await ada.button('action.saved').waitFor();
    await ada.page.reload();
    await ada.button('settings.title').click();
    await ada.button('notifications.title').click();
    await expect.poll(() => ada.field('quiet.from').inputValue()).toBe('21:30');
    await ada.page.keyboard.press('Escape');
  });
});

conversation(() => ({ ada, minsu }));
presence(() => ({ ada, minsu }));
push(() => ({ ada, minsu }));
images(() => ({ ada, minsu }));

describe('a channel with a long history', () => {
  test('scrolls through it without growing memory', () => longHistory(ada), HISTORY_PATIENCE);
});

describe('a phone', () => {
  test('has everything behind one button and nothing sticks out', async () => {
    const phone = new Person(
      await openPage(browser, {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
        locale: 'ko-KR',
        colorScheme: 'dark',
      }),
      minsu.handle,
      minsu.name,
      'ko',
    );
    await phone.page.goto(server.url);
    await screenshot(phone.page, 'phone-log-in');
    await phone.logIn();
    await phone.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await expect.poll(() => phone.texts().then((texts) => texts.length)).toBe(said.length);
    expect(await phone.overflows()).toBe(false);
    await screenshot(phone.page, 'phone-channel');
    await phone.button('action.menu').tap();
    const dm = phone.channelLink('Ada Lovelace');
    await dm.waitFor();
    for (const link of await phone.page.locator('.sidebar-link:visible').all()) {
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    }
    await expectAccessible(phone.page, 'navigation on a phone');
    await screenshot(phone.page, 'phone-drawer');
    await dm.tap();
    await phone.page.locator('.drawer.open').waitFor({ state: 'detached' });
    await phone.composer.fill('전화기에서 씁니다');
    await phone.button('composer.send').tap();
    await expect.poll(() => phone.texts()).toContain('전화기에서 씁니다');
    await screenshot(phone.page, 'phone-dm');
    await phone.button('action.menu').tap();
    await phone.channelLink('planning').tap();
    await phone.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    await imagesOnPhone(phone);
    await phone.page.context().close();
  });
});

describe('settings', () => {
  test('change the language and the colours at once, for good and on all devices', async () => {
    await ada.button('settings.title').click();
    await expectAccessible(ada.page, 'settings');
    await screenshot(ada.page, 'settings');
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '한국어' }).check();
    await expect.poll(() => ada.page.locator('html').getAttribute('lang')).toBe('ko');
    ada.language = 'ko';
    await dialog.getByRole('radio', { name: ada.text('settings.theme.dark') }).check();
    const background = () => ada.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(26, 27, 31)');
    await ada.page.keyboard.press('Escape');
    await ada.page.reload();
    await ada.channelLink('general').click();
    await expect.poll(() => ada.texts().then((texts) => texts.length)).toBe(said.length);
    expect(await background()).toBe('rgb(26, 27, 31)');
    await screenshot(ada.page, 'dark-korean');

    const other = new Person(
      await openPage(browser, { ...DESKTOP, locale: 'en-US' }),
      ada.handle,
      ada.name,
      'en',
    );
    await other.page.goto(server.url);
    await other.logIn();
    await expect.poll(() => other.page.locator('html').getAttribute('lang')).toBe('ko');
    await other.page.context().close();
  });
});

describe('the keyboard alone', () => {
  test('logs in, finds a channel, writes, and opens and closes a dialog', async () => {
    const page = await openPage(browser, { ...DESKTOP, locale: 'en-US' });
    const person = new Person(page, minsu.handle, minsu.name, 'en');
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return element.getAttribute('aria-label') ?? element.textContent ?? '';
      });
    /** Presses a key until the focus is on what is wanted; the number of presses has a bound. */
    const until = async (key: string, wanted: RegExp): Promise<void> => {
      for (let press = 0; press < 30 && !wanted.test(await focused()); press++) {
        await page.keyboard.press(key);
      }
      expect(await focused()).toMatch(wanted);
    };
    await page.goto(server.url);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')))
      .toBe('username');
    await page.keyboard.type(person.handle);
    await page.keyboard.press('Tab');
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await expect.poll(focused).toMatch(/^Message to general/);

    await page.keyboard.press('Shift+Tab');
    await until('Shift+Tab', /^planning/);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(outline).toBe('solid');
    await screenshot(page, 'keyboard-focus');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toMatch(/^general/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
    await expect.poll(focused).toMatch(/^Message to planning/);
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await expect.poll(() => person.texts()).toContain('By keyboard');

    await until('Shift+Tab', /^Settings$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');
    await page.context().close();
  });
});

describe('a session', () => {
  test('is renewed once by two tabs at the same moment, and both stay signed in', async () => {
    const first = minsu.page;
    const second = await first.context().newPage();
    // Asked for a second after everything else.
    const threads = second.waitForResponse((response) => response.url().includes('/v1/me/threads'));
    await second.goto(server.url);
    await second.locator('.composer').waitFor();
    await threads;
    // A renewal whose answer is lost with its page would end the session: nothing else may start one.
    await Promise.all([first, second].map((page) => page.waitForLoadState('networkidle')));
    const renewals: string[] = [];
    const tokens = () => first.evaluate(() => localStorage.getItem('chat.session')!);
    const before = await tokens();
    // By the browser's clock the access token has expired after this.
    await first.context().clock.setSystemTime(Date.now() + 20 * 60_000);
    for (const page of [first, second]) {
      page.on('request', (request) => {
        if (request.url().endsWith('/v1/sessions/refresh')) {
          renewals.push(request.url());
        }
      });
    }
    await Promise.all([first.reload(), second.reload()]);
    await Promise.all([first, second].map((page) => page.locator('.scroller').waitFor()));
    expect(renewals.length).toBe(1);
    expect(await tokens()).not.toBe(before);
    await second.close();
  });

  test('ends in every tab of the browser', async () => {
    const second = await minsu.page.context().newPage();
    await second.goto(server.url);
    await second.locator('.composer').waitFor();
    await minsu.button('settings.title').click();
    await minsu.button('auth.logOut').click();
    await minsu.field('auth.password').waitFor();
    await second.locator('.auth-card').waitFor();
    await minsu.page.reload();
    await minsu.field('auth.password').waitFor();
    await minsu.field('auth.handle').fill(minsu.handle);
    await minsu.field('auth.password').fill('not the password');
    await minsu.page.locator('form button[type=submit]').click();
    await minsu.page.getByText(minsu.text('auth.wrong')).waitFor();
    await screenshot(minsu.page, 'wrong-password');
  });
});

test('no page complained', () => {
  expect(complaints).toEqual([]);
});
