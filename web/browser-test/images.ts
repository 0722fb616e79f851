import { crc32, deflateSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible';
import { screenshot } from './browser';
import type { Person } from './person';

const WIDTH = 320;
const HEIGHT = 240;

interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
  /** Zeros after it. */
  readonly padding?: number;
}

/** What two people do with images, from the picker, the clipboard or a drop to the day they are deleted. */
export function images(people: () => { ada: Person; minsu: Person }): void {
  const uploads = (person: Person): Locator => person.page.locator('.composer .upload');
  const row = (person: Person, text: string): Locator =>
    person.page.locator('.scroller article[data-seq]', { hasText: text });

  describe('images', () => {
    test('are picked, dropped and pasted, and both see them once they are sent', async () => {
      const { ada, minsu } = people();
      for (const person of [ada, minsu]) {
        await person.channelLink('planning').click();
        await person.page.getByRole('heading', { name: 'planning', exact: true }).waitFor();
      }
      let release = (): void => undefined;
      const released = new Promise<void>((done) => (release = done));
      await ada.page.route('**/upload/**', async (route) => {
        await released;
        await route.continue().catch(() => undefined); // unless it was cancelled
      });

      const chooser = ada.page.waitForEvent('filechooser');
      await ada.button('image.add').click();
      await (await chooser).setFiles([png('harbour.png', 20), png('mistake.png', 110)]);
      await give(ada, 'drop', png('meadow.png', 130));
      await give(ada, 'paste', png('sky.png', 210));
      await expect.poll(() => uploads(ada).locator('progress').count()).toBe(4);
      expect(await ada.button('composer.send').isDisabled()).toBe(true);
      await expectAccessible(ada.page, 'images on their way');
      await screenshot(ada.page, 'images-uploading');
      await ada.button('image.cancel', { name: 'mistake.png' }).click();
      await expect.poll(() => uploads(ada).count()).toBe(3);

      release();
      await expect.poll(() => ada.page.locator('.upload.done').count()).toBe(3);
      await ada.page.unroute('**/upload/**');
      await ada.say('Where we could go');
      for (const person of [ada, minsu]) {
        await expect.poll(() => shown(row(person, 'Where we could go'))).toBe(3);
      }
      await screenshot(ada.page, 'images');
    });

    test('are looked at one by one with the keyboard', async () => {
      const { ada, minsu } = people();
      const second = row(minsu, 'Where we could go').locator('.image').nth(1);
      await second.focus();
      await minsu.page.keyboard.press('Enter');
      const gallery = minsu.page.locator('.gallery[open]');
      const at = (index: string): Locator =>
        gallery.getByText(minsu.text('image.position', { index, count: '3' }), { exact: true });
      await at('2').waitFor();
      await expect.poll(() => shown(gallery)).toBe(1);
      await gallery.getByRole('img', { name: minsu.text('image.alt', { name: ada.name }) }).waitFor();
      await expectAccessible(minsu.page, 'gallery');
      await screenshot(minsu.page, 'gallery');
      await minsu.button('image.next').click();
      await at('3').waitFor();
      expect(await minsu.button('image.next').getAttribute('aria-disabled')).toBe('true');
      await minsu.page.keyboard.press('ArrowRight');
      await minsu.page.keyboard.press('ArrowLeft');
      await minsu.page.keyboard.press('ArrowLeft');
      await at('1').waitFor();
      await minsu.page.keyboard.press('Escape');
      await gallery.waitFor({ state: 'detached' });
      expect(await second.evaluate((button) => button === document.activeElement)).toBe(true);
    });

    test('go up again after a failure, need no text, and what is none is refused', async () => {
      const { ada, minsu } = people();
      await ada.page.route('**/upload/**', (route) => route.abort());
      await give(ada, 'paste', png('window.png', 300));
      await ada.page.locator('.upload.failed').waitFor();
      const reason = ada.text('problem.offline');
      await ada.page.getByText(ada.text('image.failed', { name: 'window.png', reason })).waitFor();
      await ada.composer.press('Enter');
      await ada.page.getByText(ada.text('image.wait'), { exact: true }).waitFor();
      await expectAccessible(ada.page, 'an upload that failed');
      await screenshot(ada.page, 'upload-failed');
      await ada.page.unroute('**/upload/**');
      await ada.button('image.retry', { name: 'window.png' }).click();
      await ada.page.locator('.upload.done').waitFor();

      const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
      await give(ada, 'drop', { name: 'drawing.png', mimeType: 'image/png', buffer: drawing });
      await ada.page.getByText(ada.text('problem.not-an-image'), { exact: true }).waitFor();
      await give(ada, 'drop', { ...png('huge.png', 0), padding: 20 * 1024 * 1024 });
      await ada.page.getByText(ada.text('problem.image-too-large'), { exact: true }).waitFor();
      await screenshot(ada.page, 'image-too-large');
      expect(await uploads(ada).count()).toBe(1);

      await ada.composer.press('Enter');
      const last = minsu.page.locator('.scroller article[data-seq]').last();
      await expect.poll(() => shown(last)).toBe(1);
      await screenshot(minsu.page, 'image-alone');
    });

    test('that would unpack to gigabytes are not sent', async () => {
      const { ada } = people();
      const bomb = png('bomb.png', 0);
      bomb.buffer.writeUInt32BE(100_000, 16);
      bomb.buffer.writeUInt32BE(100_000, 20);
      await give(ada, 'paste', bomb);
      await ada.page.locator('.upload.done').waitFor();
      await ada.say('Look at this');
      const failed = ada.page.locator('article.outgoing', { hasText: 'Look at this' });
      await failed.getByText(ada.text('problem.image-refused')).waitFor();
      await screenshot(ada.page, 'image-refused');
      await failed.getByRole('button', { name: ada.text('sending.discard') }).click();
      await failed.waitFor({ state: 'detached' });
      expect(await row(ada, 'Look at this').count()).toBe(0);
    });

    test('are found by channel, sender and day', async () => {
      const { ada } = people();
      await ada.page.keyboard.press('Control+Shift+f');
      const panel = ada.page.locator('.panel');
      await panel.getByRole('button', { name: ada.text('search.by.metadata') }).click();
      await panel.getByRole('checkbox', { name: ada.text('search.image') }).check();
      await expect.poll(() => panel.locator('.result').count()).toBe(2);
      await panel.locator('.result', { hasText: 'Where we could go' }).waitFor();
      await expect.poll(() => shown(panel)).toBe(4);
      await expectAccessible(ada.page, 'search by metadata');
      await screenshot(ada.page, 'search-metadata');
      const nothing = panel.getByText(ada.text('search.nothing'), { exact: true });
      await panel.getByLabel(ada.text('search.before')).fill('2024-12-31');
      await nothing.waitFor();
      await panel.getByLabel(ada.text('search.before')).fill('');
      await panel.getByLabel(ada.text('search.after')).fill('2024-12-31');
      await expect.poll(() => panel.locator('.result').count()).toBe(2);
      await panel.getByRole('combobox', { name: ada.text('search.sender') }).fill('김');
      await panel.locator('.finder').getByRole('option', { name: '김민수' }).click();
      await nothing.waitFor();
      await panel.getByRole('checkbox', { name: ada.text('search.image') }).uncheck();
      await panel.getByLabel(ada.text('search.in')).selectOption('비밀');
      await panel.locator('.result', { hasText: '초대 고마워요' }).waitFor();
      await panel.getByRole('button', { name: ada.text('action.close'), exact: true }).click();
    });

    test('are gone for everybody once their message is deleted', async () => {
      const { ada, minsu } = people();
      const message = row(ada, 'Where we could go');
      const addresses = await message
        .locator('.image img')
        .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).src));
      const status = async (address: string): Promise<number> => (await fetch(address)).status;
      expect(await Promise.all(addresses.map(status))).toEqual([200, 200, 200]);

      await message.hover();
      await message.getByRole('button', { name: ada.text('message.more'), exact: true }).click();
      await ada.page.getByRole('menuitem', { name: ada.text('message.delete'), exact: true }).click();
      await ada.page
        .getByRole('dialog')
        .getByRole('button', { name: ada.text('message.delete') })
        .click();
      await row(minsu, 'Where we could go').waitFor({ state: 'detached' });
      await expect
        .poll(() => Promise.all(addresses.map(status)), { timeout: 60_000 })
        .toEqual([404, 404, 404]);
    }, 90_000);
  });
}

/** Images at phone width: in the channel, in full, and before they are sent. */
export async function imagesOnPhone(phone: Person): Promise<void> {
  const { page } = phone;
  const last = page.locator('.scroller article[data-seq]', { has: page.locator('.image') }).last();
  await expect.poll(() => shown(last)).toBe(1);
  await last.locator('.image').tap();
  const gallery = page.locator('.gallery[open]');
  await expect.poll(() => shown(gallery)).toBe(1);
  await screenshot(page, 'phone-gallery');
  await gallery.getByRole('button', { name: phone.text('action.close') }).tap();
  await gallery.waitFor({ state: 'detached' });

  const chooser = page.waitForEvent('filechooser');
  await phone.button('image.add').tap();
  await (await chooser).setFiles([20, 130, 210, 300, 60].map((hue) => png(`${hue}.png`, hue)));
  await expect.poll(() => page.locator('.upload.done').count()).toBe(5);
  expect(await phone.overflows()).toBe(false);
  await screenshot(page, 'phone-images');
  await phone.button('composer.send').tap();
  await expect.poll(() => shown(page.locator('.scroller'))).toBe(6);
  expect(await phone.overflows()).toBe(false);
  await expectAccessible(page, 'images on a phone');
  await screenshot(page, 'phone-images-sent');

  await phone.button('search.title').tap();
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: phone.text('search.by.metadata') }).tap();
  await panel.getByRole('checkbox', { name: phone.text('search.image') }).check();
  await expect.poll(() => shown(panel)).toBe(6);
  expect(await phone.overflows()).toBe(false);
  await screenshot(page, 'phone-search-metadata');
  await panel.getByRole('button', { name: phone.text('action.close') }).tap();
}

/** How many images are there as they were made. */
async function shown(place: Locator): Promise<number> {
  return place
    .locator('img')
    .evaluateAll(
      (all, [width, height]) =>
        (all as HTMLImageElement[]).filter(
          (image) => image.complete && image.naturalWidth === width && image.naturalHeight === height,
        ).length,
      [WIDTH, HEIGHT],
    );
}

/** Drops a file on the messages, or pastes it, as the browser would tell the page. */
async function give(
  person: Person,
  how: 'drop' | 'paste',
  { name, mimeType, buffer, padding = 0 }: Picture,
): Promise<void> {
  const target = how === 'drop' ? person.page.locator('.scroller').first() : person.composer;
  await target.evaluate(
    (area, given) => {
      const bytes = Uint8Array.from(atob(given.bytes), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      const parts = [bytes, new Uint8Array(given.padding)];
      data.items.add(new File(parts, given.name, { type: given.mimeType }));
      const options = { bubbles: true, cancelable: true };
      if (given.how === 'paste') {
        area.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
      } else {
        area.dispatchEvent(new DragEvent('dragover', { ...options, dataTransfer: data }));
        area.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
      }
    },
    { how, name, mimeType, padding, bytes: buffer.toString('base64') },
  );
}

/** A picture of hills in a colour, a real PNG. */
function png(name: string, hue: number): Picture {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const hill = HEIGHT * (0.55 + 0.15 * Math.sin((x + hue) / 40));
      const light = y > hill ? 0.35 : 0.95 - (0.4 * y) / HEIGHT;
      for (let part = 0; part < 3; part++) {
        const tint = 0.5 + 0.5 * Math.cos(((hue - part * 120) * Math.PI) / 180);
        rows[y * (1 + WIDTH * 3) + 1 + x * 3 + part] = Math.round(255 * light * (0.45 + 0.55 * tint));
      }
    }
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(WIDTH, 0);
  size.writeUInt32BE(HEIGHT, 4);
  size.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
