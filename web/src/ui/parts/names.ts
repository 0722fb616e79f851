import type { Channel } from '../../api/types';
import { listText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';

/** What a channel or direct message is called. */
export function nameOf(chat: Chat, channel: Channel): string {
  if (channel.kind !== 'dm') {
    return channel.name ?? '';
  }
  const others = chat.directory.othersOf(channel);
  return others.length === 1 && others[0]!.id === chat.me.id
    ? t('dm.self', { name: chat.me.name })
    : listText(others.map((user) => user.name));
}
