import { useSignalEffect } from '@preact/signals';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { nameOf } from '../parts/names';
import { route } from '../route';

/** The page's title: how much is unread, and where we are. */
export function useTitle(chat: Chat): void {
  useSignalEffect(() => {
    const unread = chat.channels.ids.value.reduce((sum, id) => sum + chat.attention(id).counted, 0);
    const place = route.value;
    const channel = place.page === 'channel' ? chat.directory.find(place.channel) : undefined;
    const name = channel ? `${nameOf(chat, channel)} · ${t('app.name')}` : t('app.name');
    document.title = unread > 0 ? `(${unread > 999 ? '999+' : unread}) ${name}` : name;
  });
}
