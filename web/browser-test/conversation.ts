import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible';
import { screenshot } from './browser';
import type { Person } from './person';

/** What two people do with each other's messages, each seeing at once what the other does. */
export function conversation(people: () => { ada: Person; minsu: Person }): void {
  const row = (person: Person, text: string): Locator =>
    person.page.locator('.scroller article[data-seq]', { hasText: text });
  const action = async (person: Person, message: Locator, name: string): Promise<void> => {
    await message.hover();
    const direct = message.getByRole('button', { name, exact: true });
    if ((await direct.count()) > 0) {
      await direct.first().click();
    } else {
      await message.getByRole('button', { name: person.text('message.more'), exact: true }).click();
      await person.page.getByRole('menuitem', { name, exact: true }).click();
    }
  };
  const panel = (person: Person): Locator => person.page.locator('.panel');
  /** Says something to all of a channel, first changing one's mind when asked whether to. */
  const asIfManyWereThere = async (person: Person, say: () => Promise<void>): Promise<void> => {
    // Fifty people would take as many accounts: the server's page of members only says there are more.
    const members = '**/v1/channels/*/members?*';
    await person.page.route(members, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), next: 'more' } });
    });
    await say();
    const question = person.page.getByRole('dialog', { name: person.text('mention.everyone.title') });
    await question.waitFor();
    await expectAccessible(person.page, 'telling everyone');
    await screenshot(person.page, 'everyone');
    await question.getByRole('button', { name: person.text('action.cancel') }).click();
    await question.waitFor({ state: 'detached' });
    expect(await person.outgoing.count()).toBe(0);
    expect(await person.composer.inputValue()).toContain('@here');
    await person.composer.press('Enter');
    await question.getByRole('button', { name: person.text('mention.everyone.send') }).click();
    await person.page.unroute(members);
  };

  describe('a message', () => {
    test('gets reactions from both, which each can take back', async () => {
      const { ada, minsu } = people();
      await ada.button('channel.add').click();
      await ada.field('channel.name').fill('잡담');
      await ada.button('action.create').click();
      await ada.page.getByRole('heading', { name: '잡담', exact: true }).waitFor();
      await ada.say('Lunch at noon?');

      // Who is mentioned and not in the channel would not see it: it says so, and offers to add them.
      await ada.page.keyboard.type('@김');
      await ada.page.locator('.mention-list [role=option]', { hasText: '김민수' }).waitFor();
      await ada.page.keyboard.press('Enter');
      const note = ada.page.locator('.outsiders');
      await note.getByText(ada.text('mention.add.text', { name: minsu.name })).waitFor();
      await expectAccessible(ada.page, 'somebody who is not in the channel');
      await screenshot(ada.page, 'outsider');
      await note.getByRole('button', { name: ada.text('mention.add') }).click();
      await note.waitFor({ state: 'detached' });
      // Where one goes on writing.
      await ada.page.keyboard.press('Control+a');
      await ada.page.keyboard.press('Delete');
      await minsu.channelLink('잡담').click();
      await row(minsu, 'Lunch').waitFor();

      await action(minsu, row(minsu, 'Lunch'), minsu.text('message.react'));
      await expectAccessible(minsu.page, 'choosing an emoji');
      await minsu.page.getByRole('searchbox').fill('엄지');
      await minsu.page.locator('.emoji-button', { hasText: '👍' }).first().click();
      await row(ada, 'Lunch').locator('.reaction', { hasText: '👍' }).click();
      const both = row(minsu, 'Lunch').locator('.reaction.mine', { hasText: '2' });
      await both.waitFor();
      await screenshot(minsu.page, 'reactions');
      await expectAccessible(minsu.page, 'reactions');
      await both.click();
      await row(ada, 'Lunch').locator('.reaction.mine', { hasText: '1' }).waitFor();
    });

    test('is changed by its writer, and both see that it was', async () => {
      const { ada, minsu } = people();
      await ada.composer.click();
      await ada.page.keyboard.press('ArrowUp');
      const form = ada.page.locator('.edit-form textarea');
      await form.fill('Lunch at one?');
      await form.press('Enter');
      await row(minsu, 'Lunch at one?').locator('.edited').waitFor();
      await row(minsu, 'Lunch at one?').locator('.reaction').first().waitFor();
    });

    test('is commented in a thread that the other sees live', async () => {
      const { ada, minsu } = people();
      await action(minsu, row(minsu, 'Lunch'), minsu.text('message.comment'));
      await panel(minsu).locator('textarea').fill('한 시 좋아요');
      await panel(minsu).locator('textarea').press('Enter');
      await panel(minsu).locator('article', { hasText: '한 시 좋아요' }).waitFor();
      await row(ada, 'Lunch').locator('.thread-link').click();
      await panel(ada).locator('article', { hasText: '한 시 좋아요' }).waitFor();
      await panel(ada).locator('textarea').fill('See you then');
      await panel(ada)
        .getByRole('checkbox', { name: ada.text('thread.also') })
        .check();
      await panel(ada).locator('textarea').press('Enter');
      await panel(minsu).locator('article', { hasText: 'See you then' }).waitFor();
      await row(minsu, 'See you then').waitFor();
      expect(await row(minsu, '한 시 좋아요').count()).toBe(0);
      await screenshot(ada.page, 'thread');
      await screenshot(minsu.page, 'thread-korean');
      await expectAccessible(ada.page, 'thread');
      // Both take part, so both follow it; who does not want to stops, also for when it is opened again.
      await panel(ada)
        .getByRole('button', { name: ada.text('thread.unfollow'), exact: true })
        .waitFor();
      await panel(minsu)
        .getByRole('button', { name: minsu.text('thread.unfollow'), exact: true })
        .click();
      await panel(minsu)
        .getByRole('button', { name: minsu.text('thread.follow'), exact: true })
        .waitFor();
      await minsu.page.reload();
      await row(minsu, 'Lunch').locator('.thread-link').click();
      await panel(minsu)
        .getByRole('button', { name: minsu.text('thread.follow'), exact: true })
        .click();
      await panel(minsu)
        .getByRole('button', { name: minsu.text('thread.unfollow'), exact: true })
        .waitFor();
      for (const person of [ada, minsu]) {
        await panel(person)
          .getByRole('button', { name: person.text('action.close'), exact: true })
          .click();
      }
      await minsu.page
        .locator('.sidebar')
        .getByRole('button', { name: minsu.text('threads.title') })
        .click();
      await panel(minsu).locator('.result', { hasText: 'Lunch' }).waitFor();
      await expectAccessible(minsu.page, 'followed threads');
      await screenshot(minsu.page, 'followed-threads');
      await panel(minsu)
        .getByRole('button', { name: minsu.text('action.close'), exact: true })
        .click();
    });

    test('is pinned, found among the pins, and quoted', async () => {
      const { ada, minsu } = people();
      await action(ada, row(ada, 'Lunch'), ada.text('message.pin'));
      await row(minsu, 'Lunch').locator('.pinned').waitFor();
      await minsu.button('pins.title').click();
      await panel(minsu).locator('.result', { hasText: 'Lunch' }).waitFor();
      await expectAccessible(minsu.page, 'pins');
      await panel(minsu)
        .getByRole('button', { name: minsu.text('action.close'), exact: true })
        .click();
      // Pages without TLS have no clipboard: the link is shown to be copied by hand.
      await ada.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      await action(ada, row(ada, 'Lunch'), ada.text('message.link'));
      await ada.page.getByRole('dialog').getByLabel(ada.text('action.copy')).first().waitFor();
      await expectAccessible(ada.page, 'a link to copy');
      await ada.page.keyboard.press('Escape');
      await action(minsu, row(minsu, 'Lunch'), minsu.text('message.quote'));
      await minsu.page.keyboard.type('좋습니다');
      await minsu.page.keyboard.press('Enter');
      await row(ada, '좋습니다').locator('blockquote', { hasText: 'Lunch at one?' }).waitFor();
    });

    test('is deleted by its writer, and a tombstone stays for both', async () => {
      const { ada, minsu } = people();
      await ada.say('Wrong channel');
      await action(ada, row(ada, 'Wrong channel'), ada.text('message.delete'));
      await expectAccessible(ada.page, 'deleting a message');
      await ada.page
        .getByRole('dialog')
        .getByRole('button', { name: ada.text('message.delete') })
        .click();
      await minsu.page.locator('.scroller .tombstone').waitFor();
      expect(await row(minsu, 'Wrong channel').count()).toBe(0);
      await screenshot(minsu.page, 'tombstone');
    });
  });

  describe('being away', () => {
    test('a mention is counted and found in the inbox', async () => {
      const { ada, minsu } = people();
      await minsu.channelLink('general').click();
      const team = minsu.page.locator('.rail-team');
      expect(await team.locator('.badge').count()).toBe(0);
      await asIfManyWereThere(ada, () => ada.say('@minsu @here please read this'));
      await minsu.channelLink('잡담').locator('.badge.mentioned', { hasText: '1' }).waitFor();
      await team.locator('.badge.mentioned', { hasText: '1' }).waitFor();
      await minsu.page
        .locator('.sidebar')
        .getByRole('button', { name: minsu.text('inbox.title') })
        .click();
      const found = panel(minsu).locator('.result', { hasText: 'please read this' });
      await found.waitFor();
      await screenshot(minsu.page, 'inbox');
      await expectAccessible(minsu.page, 'inbox');
      await found.getByRole('button').first().click();
      await minsu.page.locator('.message[data-flash]', { hasText: 'please read this' }).waitFor();
      await minsu.channelLink('잡담').locator('.badge').first().waitFor({ state: 'detached' });
      await team.locator('.badge').waitFor({ state: 'detached' });
    });

    test('marked as unread, it stays so until it is opened again', async () => {
      const { minsu } = people();
      await action(minsu, row(minsu, 'please read this'), minsu.text('message.unread'));
      await minsu.channelLink('잡담').locator('.badge', { hasText: '1' }).waitFor();
      await minsu.channelLink('general').click();
      await minsu.page.reload();
      await minsu.channelLink('잡담').locator('.badge', { hasText: '1' }).waitFor();
      await minsu.channelLink('잡담').click();
      await minsu.page.locator('.new-line').waitFor();
      await minsu.channelLink('잡담').locator('.badge').waitFor({ state: 'detached' });
    });

    test('who types is seen, and a draft goes on on another device', async () => {
      const { ada, minsu } = people();
      await ada.composer.click();
      await ada.page.keyboard.type('I was thinking');
      await minsu.page.locator('.typing', { hasText: 'Ada Lovelace' }).waitFor();
      await screenshot(minsu.page, 'typing');
      const page = await ada.page.context().newPage();
      await page.goto(ada.page.url());
      await expect.poll(() => page.locator('.composer textarea').inputValue()).toBe('I was thinking');
      await page.close();
      await ada.page.keyboard.type(' of pizza');
      await ada.page.keyboard.press('Enter');
      await row(minsu, 'I was thinking of pizza').waitFor();
      await minsu.page.locator('.typing').waitFor({ state: 'detached' });
    });
  });

  describe('on a phone', () => {
    test('a thread and the inbox take the whole width, and nothing sticks out', async () => {
      const { minsu } = people();
      const { page } = minsu;
      const desktop = page.viewportSize()!;
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await minsu.overflows()).toBe(false);
      await row(minsu, 'Lunch').locator('.thread-link').scrollIntoViewIfNeeded();
      await screenshot(page, 'phone-conversation');
      await row(minsu, 'Lunch').locator('.thread-link').click();
      await panel(minsu).locator('article', { hasText: 'See you then' }).waitFor();
      await screenshot(page, 'phone-thread');
      await expectAccessible(page, 'thread on a phone');
      expect((await panel(minsu).boundingBox())!.width).toBe(390);
      await panel(minsu)
        .getByRole('button', { name: minsu.text('action.close'), exact: true })
        .click();
      await minsu.button('action.menu').click();
      await page
        .locator('.sidebar')
        .getByRole('button', { name: minsu.text('inbox.title') })
        .click();
      await panel(minsu).locator('.result', { hasText: 'please read this' }).waitFor();
      await screenshot(page, 'phone-inbox');
      await panel(minsu)
        .getByRole('button', { name: minsu.text('action.close'), exact: true })
        .click();
      await page.setViewportSize(desktop);
    });
  });
}
