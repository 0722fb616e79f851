import { describe, expect, test } from 'vitest';
import { screenshot } from './browser';
import type { Person } from './person';

/** The service worker, given pushes by the browser's debugger as a push service would. */
export function push(people: () => { ada: Person; minsu: Person }): void {
  describe('a push', () => {
    test('becomes a notification that says who wrote where, once, and goes when it was read elsewhere', async () => {
      const { ada, minsu } = people();
      const { page } = minsu;
      await page.context().grantPermissions(['notifications']);
      await minsu.channelLink('general').click();
      await page.reload();
      await ada.channelLink('planning').click();
      await ada.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
      await ada.say('Can you hear me?');
      const message = ada.page.locator('article[data-seq]', { hasText: 'Can you hear me?' });
      const { seq, n, channel } = await message.evaluate((row) => ({ ...(row as HTMLElement).dataset }));

      const cdp = await minsu.cdp();
      const registration = new Promise<string>((done) =>
        cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          if (registrations[0]) {
            done(registrations[0].registrationId);
          }
        }),
      );
      await cdp.send('ServiceWorker.enable');
      const registrationId = await registration;
      const deliver = (data: object): Promise<unknown> =>
        cdp.send('ServiceWorker.deliverPushMessage', {
          origin: new URL(page.url()).origin,
          registrationId,
          data: JSON.stringify(data),
        });
      const shown = (): Promise<{ title: string; body: string }[]> =>
        page.evaluate(async () => {
          const { ready } = navigator.serviceWorker;
          return (await (await ready).getNotifications()).map(({ title, body }) => ({ title, body }));
        });

      const told = {
        v: 1,
        t: 'message',
        channel,
        seq: Number(seq),
        n: Number(n),
        unread: 1,
        mention: false,
        badge: 1,
      };
      await deliver(told);
      await expect
        .poll(shown)
        .toEqual([{ title: expect.stringMatching(/^#planning · /), body: 'Ada Lovelace: Can you hear me?' }]);
      await deliver(told);
      await deliver({ v: 1, t: 'clear', channel, n: Number(n), badge: 0 });
      await expect.poll(shown).toEqual([]);
      await deliver({ v: 1, t: 'test' });
      await expect
        .poll(shown)
        .toEqual([{ title: minsu.text('push.test.title'), body: minsu.text('push.test.text') }]);
    });

    test('settings show the devices, and sign one out', async () => {
      const { minsu } = people();
      await minsu.button('settings.title').click();
      await minsu.button('devices.title').click();
      await minsu.page
        .locator('.devices li', { hasText: minsu.text('devices.this') })
        .first()
        .waitFor();
      await screenshot(minsu.page, 'devices');
      const others = minsu.page.locator('.devices li button');
      const count = await others.count();
      expect(count).toBeGreaterThan(0);
      await others.first().click();
      await expect.poll(() => others.count()).toBe(count - 1);
      await minsu.page.keyboard.press('Escape');
    });
  });
}
