import type { CDPSession, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../src/i18n/en';
import { ko } from '../src/i18n/ko';
import type { Key } from '../src/i18n/messages';

/** Waits until all see exactly what was said, once and in order, and nothing of theirs is on its way. */
export async function allSee(people: Person[], said: string[]): Promise<void> {
  for (const person of people) {
    await expect.poll(async () => (await person.texts()).map(shortened)).toEqual(said.map(shortened));
    const numbers = (await person.messages()).map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    await expect.poll(() => person.outgoing.count()).toBe(0);
  }
}

const shortened = (text: string): string => text.slice(0, 60);

/** Somebody at a browser; finds things by what is written on the page, in the language they read. */
export class Person {
  language: 'en' | 'ko';

  constructor(
    readonly page: Page,
    readonly handle: string,
    readonly name: string,
    language: 'en' | 'ko',
  ) {
    this.language = language;
  }

  get password(): string {
    return `pass word of ${this.handle}`;
  }

  /** A text of the page as this person reads it. */
  text(key: Key, values: Record<string, string> = {}): string {
    const text = (this.language === 'en' ? en : ko)[key];
    const template = typeof text === 'string' ? text : text.other;
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  button(key: Key, values?: Record<string, string>): Locator {
    return this.page.getByRole('button', { name: this.text(key, values), exact: true });
  }

  field(key: Key): Locator {
    return this.page.getByLabel(this.text(key), { exact: true });
  }

  get composer(): Locator {
    return this.page.locator('.composer textarea');
  }

  get banner(): Locator {
    return this.page.locator('.banner:not(.ask)');
  }

  channelLink(name: string): Locator {
    return this.page.locator('.sidebar-link', { hasText: name });
  }

  /** Fills the sign-up form, wherever it is shown. */
  async signUp(): Promise<void> {
    const { page } = this;
    if ((await page.locator('input[name=name]').count()) === 0) {
      await this.button('auth.signUp').click();
    }
    await this.field('auth.handle').fill(this.handle);
    await this.field('auth.name').fill(this.name);
    await this.field('auth.password').fill(this.password);
    await page.locator('form button[type=submit]').click();
  }

  async logIn(): Promise<void> {
    await this.field('auth.handle').fill(this.handle);
    await this.field('auth.password').fill(this.password);
    await this.page.locator('form button[type=submit]').click();
  }

  /** Types a message key by key and sends it with Enter. */
  async say(text: string): Promise<void> {
    await this.composer.click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** What stands in the open channel, as one line per message: sequence number and text. */
  async messages(): Promise<{ seq: number; text: string }[]> {
    return this.page.locator('article[data-seq]').evaluateAll((rows) =>
      rows.map((row) => ({
        seq: Number((row as HTMLElement).dataset['seq']),
        text: row.querySelector('.text')?.textContent ?? '',
      })),
    );
  }

  async texts(): Promise<string[]> {
    return (await this.messages()).map(({ text }) => text);
  }

  /** Messages that are still on their way. */
  get outgoing(): Locator {
    return this.page.locator('article.outgoing');
  }

  cdp(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page);
  }

  /** Whether something sticks out of the page to the side. */
  async overflows(): Promise<boolean> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const outside = [...document.querySelectorAll<HTMLElement>('.main *')].some(
        (element) => element.getBoundingClientRect().right > clientWidth + 1,
      );
      return scrollWidth > clientWidth || outside;
    });
  }
}
