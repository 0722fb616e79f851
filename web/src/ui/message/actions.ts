import { signal } from '@preact/signals';
import type { Channel, Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { quoted } from '../channel/text';
import { dialog } from '../dialogs/open';
import { panel } from '../panel/open';
import { attempt, notify } from '../parts/notices';
import { openPopup } from '../popup/open';
import { hrefOf } from '../route';
import { used } from '../emoji/recent';
import { editing, keyOf } from './active';

export type Action = 'react' | 'comment' | 'quote' | 'link' | 'copy' | 'pin' | 'unread' | 'edit' | 'delete';

/** The keys of a message that has the focus. */
export const ACTION_KEYS: Readonly<Record<string, Action>> = {
  r: 'react',
  t: 'comment',
  q: 'quote',
  l: 'link',
  c: 'copy',
  p: 'pin',
  u: 'unread',
  e: 'edit',
  Delete: 'delete',
};

/** Text that a composer is asked to put at its beginning: in this channel, or in this thread of it. */
export const insertion = signal<{ readonly place: string; readonly text: string } | null>(null);

export function placeOf(channel: string, parent?: number | null): string {
  return parent == null ? channel : `${channel}/${parent}`;
}

/** What I can do with a message, in the order in which it is offered. */
export function actionsOf(chat: Chat, channel: Channel, message: Message, inThread: boolean): Action[] {
  if (message.deleted || channel.member === false) {
    return [];
  }
  const live = channel.archived !== true;
  const mine = message.sender === chat.me.id;
  const isComment = message.parent != null;
  const can: Record<Action, boolean> = {
    react: live,
    comment: live && !isComment && !inThread,
    quote: live && message.enc === 'none' && message.body !== '',
    link: true,
    copy: message.enc === 'none' && message.body !== '',
    pin: live && !isComment,
    unread: !inThread && message.n != null,
    edit: live && mine && message.enc === 'none',
    delete: live && (mine || chat.moderates(channel)),
  };
  return (Object.keys(can) as Action[]).filter((action) => can[action]);
}

/** Does it. `anchor` is where something that asks back is shown. */
export function act(
  chat: Chat,
  channel: Channel,
  message: Message,
  action: Action,
  anchor: HTMLElement,
  inThread: boolean,
): void {
  const { seq } = message;
  switch (action) {
    case 'react':
      openPopup(anchor, { kind: 'emoji', onPick: (emoji) => toggle(chat, message, emoji, true) });
      break;
    case 'comment':
      panel.value = { kind: 'thread', channel: channel.id, parent: seq };
      break;
    case 'quote':
      insertion.value = {
        place: placeOf(channel.id, inThread ? (message.parent ?? seq) : null),
        text: quoted(message.body),
      };
      break;
    case 'link':
      void copy(linkOf(channel, message), t('message.link.copied'));
      break;
    case 'copy':
      void copy(message.body, t('action.copied'));
      break;
    case 'pin':
      void attempt(() => chat.client.pin(channel.id, seq, !message.pinned));
      break;
    case 'unread':
      void attempt(() => chat.markUnread(channel.id, message.n!));
      break;
    case 'edit':
      editing.value = keyOf(message);
      break;
    case 'delete':
      dialog.value = { kind: 'delete', message };
      break;
  }
}

/** Takes an emoji, or gives it back. */
export function toggle(chat: Chat, message: Message, emoji: string, on: boolean): void {
  if (on) {
    used(emoji);
  }
  void attempt(() => chat.client.react(message.channel, message.seq, emoji, on));
}

export function linkOf(channel: Channel, message: Message): string {
  const place = {
    page: 'channel',
    team: channel.team ?? null,
    channel: channel.id,
    message: message.seq,
  } as const;
  return `${location.origin}/${hrefOf(place)}`;
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(done);
  } catch {
    dialog.value = { kind: 'copy', text };
  }
}
