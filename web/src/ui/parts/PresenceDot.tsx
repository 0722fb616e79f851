import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';

/** Whether somebody is there: a dot in colour and shape, and a word for screen readers. */
export function PresenceDot({ chat, user }: { chat: Chat; user: string }) {
  useEffect(() => chat.presence.look(user), [user]);
  const { status } = chat.presence.of(user).value;
  if (status === 'unknown') {
    return null;
  }
  return (
    <span class={`presence ${status}`} title={t(`presence.${status}`)}>
      <span class="hidden">{t(`presence.${status}`)}</span>
    </span>
  );
}
