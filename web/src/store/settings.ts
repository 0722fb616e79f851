import { effect, signal } from '@preact/signals';
import type { UserSettings } from '../api/types';
import { shared } from '../session/storage';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'ko';

export interface Settings {
  readonly theme: Theme;
  readonly language: Language | 'system';
}

const KEY = 'chat.settings';

/** What the user chose on this device. */
export const settings = signal<Settings>(parseSettings(shared.get(KEY)));

export function change(changed: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changed };
  shared.set(KEY, JSON.stringify(settings.value));
}

/** Takes over what was chosen on another device; what was never chosen anywhere stays as it is here. */
export function adopt(chosen: Pick<UserSettings, 'language' | 'theme' | 'version'> | null | undefined): void {
  if (chosen?.version) {
    change({ theme: chosen.theme ?? 'system', language: chosen.language ?? 'system' });
  }
}

export function parseSettings(text: string | null): Settings {
  let stored: Partial<Settings> = {};
  try {
    stored = (JSON.parse(text ?? '{}') ?? {}) as Partial<Settings>;
  } catch {
    // As if nothing had been chosen.
  }
  const { theme, language } = stored;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    language: language === 'en' || language === 'ko' ? language : 'system',
  };
}

/** Keeps the page's colours as chosen; without a choice the style sheet follows the system. */
export function applyTheme(root: HTMLElement): void {
  effect(() => {
    const { theme } = settings.value;
    if (theme === 'system') {
      delete root.dataset['theme'];
    } else {
      root.dataset['theme'] = theme;
    }
  });
}
