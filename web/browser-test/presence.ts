import { describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible';
import { screenshot } from './browser';
import type { Person } from './person';

/** What two people see of each other beside their messages. */
export function presence(people: () => { ada: Person; minsu: Person }): void {
  describe('who is there', () => {
    test('is seen at once, with what they say of themselves, until they take it back', async () => {
      const { ada, minsu } = people();
      await ada.channelLink('general').click();
      await ada.button('channel.members').click();
      const row = ada.page.locator('.panel li', { hasText: minsu.name });
      await row.locator('.presence.online').waitFor();

      await minsu.button('status.mine', { name: minsu.name }).click();
      await minsu.field('status.text').fill('회의 중');
      await minsu.button('emoji.pick').click();
      await minsu.page.locator('.emoji-groups button').first().click();
      const emoji = await minsu.page.locator('.status-emoji').textContent();
      await minsu.page.getByRole('switch', { name: minsu.text('status.dnd') }).check();
      await expectAccessible(minsu.page, 'status');
      await screenshot(minsu.page, 'status');
      await minsu.button('action.save').click();
      await row.locator('.presence.dnd').waitFor();
      await row.getByText(`${emoji} 회의 중`).waitFor();
      await screenshot(ada.page, 'presence');

      await minsu.button('status.mine', { name: minsu.name }).click();
      await minsu.page.getByRole('switch', { name: minsu.text('status.dnd') }).uncheck();
      await minsu.button('status.clear').click();
      await row.locator('.presence.online').waitFor();
      await expect.poll(() => row.getByText('회의 중').count()).toBe(0);
      await ada.page.keyboard.press('Escape');
    });
  });
}
