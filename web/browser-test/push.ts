import { describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible';
import { screenshot } from './browser';
import type { Person } from './person';

interface Worker {
  /** Brings a push, as a push service would. */
  deliver(payload: object): Promise<unknown>;
  /** The notifications that there are. */
  shown(): Promise<{ title: string; body: string }[]>;
}

/** The person's service worker. */
async function worker(person: Person): Promise<Worker> {
  const { page } = person;
  const cdp = await person.cdp();
  const registration = new Promise<string>((done) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) {
        done(registrations[0].registrationId);
      }
    }),
  );
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registration;
  return {
    deliver: (payload) =>
      cdp.send('ServiceWorker.deliverPushMessage', {
        origin: new URL(page.url()).origin,
        registrationId,
        data: JSON.stringify(payload),
      }),
    shown: () =>
      page.evaluate(async () => {
        const { ready } = navigator.serviceWorker;
        return (await (await ready).getNotifications()).map(({ title, body }) => ({ title, body }));
      }),
  };
}

/** Puts another session where tabs and worker keep theirs; returns the one that was there. */
async function replaceSession(person: Person, other: (kept: object) => object): Promise<object> {
  const kept = await session(person, null);
  await session(person, other(kept));
  return kept;
}

/** Reads the session that is kept, or writes it. */
function session(person: Person, written: object | null): Promise<object> {
  return person.page.evaluate(
    (value) =>
      new Promise<object>((done, failed) => {
        const opening = indexedDB.open('chat');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('session', 'readwrite');
          const store = transaction.objectStore('session');
          const request = value === null ? store.get('current') : store.put(value, 'current');
          transaction.oncomplete = () => {
            opening.result.close();
            done(request.result as object);
          };
          transaction.onabort = () => failed(transaction.error);
        };
      }),
    written,
  );
}

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

      const { deliver, shown } = await worker(minsu);
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

    test('says in general words that something is new where the session cannot be renewed', async () => {
      const { minsu } = people();
      const { deliver, shown } = await worker(minsu);
      const session = await replaceSession(minsu, (kept) => ({
        ...kept,
        expires: 0,
        refreshToken: 'unknown',
      }));
      try {
        await deliver({
          v: 1,
          t: 'message',
          channel: 'elsewhere',
          seq: 1,
          n: 1,
          unread: 1,
          mention: true,
          badge: 1,
        });
        await expect
          .poll(shown)
          .toContainEqual({ title: minsu.text('app.name'), body: minsu.text('push.mentioned') });
      } finally {
        await replaceSession(minsu, () => session);
      }
    });

    test('settings show the devices, and sign one out', async () => {
      const { minsu } = people();
      await minsu.button('settings.title').click();
      await minsu.button('devices.title').click();
      await minsu.page
        .locator('.devices li', { hasText: minsu.text('devices.this') })
        .first()
        .waitFor();
      await expectAccessible(minsu.page, 'devices');
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
