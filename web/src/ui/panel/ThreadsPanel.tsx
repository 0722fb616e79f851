import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { MessageResult } from './MessageResult';
import { Paged } from './Paged';
import { PanelFrame } from './PanelHost';
import { panel } from './open';

/** Threads that I follow, the one with the newest comment first. */
export function ThreadsPanel({ chat }: { chat: Chat }) {
  return (
    <PanelFrame title={t('threads.title')}>
      <Paged load={chat.client.threads} version={chat.threadChanges.value} empty={t('threads.empty')}>
        {({ message, unread }) => (
          <>
            <MessageResult key={message.id} chat={chat} message={message} />
            <li class="thread-row">
              <button
                type="button"
                class="thread-link"
                onClick={() =>
                  (panel.value = { kind: 'thread', channel: message.channel, parent: message.seq })
                }
              >
                <span class="thread-count">{t('thread.count', { count: message.comments?.count ?? 0 })}</span>
                {unread > 0 && <span class="badge">{unread > 99 ? '99+' : unread}</span>}
              </button>
            </li>
          </>
        )}
      </Paged>
    </PanelFrame>
  );
}
