import { useEffect } from 'preact/hooks';
import type { Key } from '../../i18n/messages';
import type { Chat } from '../../store/chat';
import { unreadCount } from '../../store/channel';
import { dialog } from '../dialogs/open';
import { panel } from '../panel/open';
import { go, route } from '../route';

/** A key that works everywhere, as the help page lists it. */
interface Shortcut {
  readonly keys: string;
  readonly text: Key;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (chat: Chat) => void;
}

const command = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;

export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: 'Ctrl K',
    text: 'keys.switch',
    matches: (event) => command(event) && event.code === 'KeyK',
    run: () => (dialog.value = { kind: 'switcher' }),
  },
  {
    keys: 'Ctrl Shift F',
    text: 'keys.search',
    matches: (event) => command(event) && event.shiftKey && event.code === 'KeyF',
    run: () => (panel.value = { kind: 'search' }),
  },
  {
    keys: 'Alt ↑',
    text: 'keys.previous',
    matches: (event) => event.altKey && !event.shiftKey && event.key === 'ArrowUp',
    run: (chat) => step(chat, -1, false),
  },
  {
    keys: 'Alt ↓',
    text: 'keys.next',
    matches: (event) => event.altKey && !event.shiftKey && event.key === 'ArrowDown',
    run: (chat) => step(chat, 1, false),
  },
  {
    keys: 'Alt Shift ↑',
    text: 'keys.previousUnread',
    matches: (event) => event.altKey && event.shiftKey && event.key === 'ArrowUp',
    run: (chat) => step(chat, -1, true),
  },
  {
    keys: 'Alt Shift ↓',
    text: 'keys.nextUnread',
    matches: (event) => event.altKey && event.shiftKey && event.key === 'ArrowDown',
    run: (chat) => step(chat, 1, true),
  },
  {
    keys: 'Ctrl /',
    text: 'keys.help',
    matches: (event) => command(event) && event.code === 'Slash',
    run: () => (dialog.value = { kind: 'shortcuts' }),
  },
];

/** Listens for the keys that work everywhere; `code` is the key's place, whatever script it writes. */
export function useShortcuts(chat: Chat): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const shortcut = SHORTCUTS.find((other) => other.matches(event));
      if (shortcut && !event.isComposing && document.querySelector('dialog[open]') === null) {
        event.preventDefault();
        shortcut.run(chat);
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [chat]);
}

/** The channel above or below the open one in the navigation, round and round. */
function step(chat: Chat, by: 1 | -1, onlyUnread: boolean): void {
  const place = route.peek();
  const here = place.page === 'channel' ? place.channel : null;
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.sidebar a[data-channel]')];
  const at = links.findIndex((link) => link.dataset['channel'] === here);
  for (let count = 1; count <= links.length; count++) {
    const start = at < 0 && by < 0 ? 0 : at;
    const link = links[(((start + by * count) % links.length) + links.length) % links.length]!;
    const id = link.dataset['channel']!;
    if (id !== here && (!onlyUnread || unreadCount(chat.channels.state(id).peek()) > 0)) {
      go({ page: 'channel', team: chat.directory.find(id)?.team ?? null, channel: id });
      return;
    }
  }
}
