import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';
import { attempt } from '../parts/notices';
import { MessageResult } from './MessageResult';
import { Paged } from './Paged';
import { PanelFrame } from './PanelHost';

/** Messages that mention me, newest first. */
export function InboxPanel({ chat }: { chat: Chat }) {
  return (
    <PanelFrame
      title={t('inbox.title')}
      tools={
        <button
          type="button"
          class="icon-button"
          aria-label={t('inbox.markAll')}
          title={t('inbox.markAll')}
          onClick={() => attempt(() => chat.markAllRead())}
        >
          <Icon name="check" size={20} />
        </button>
      }
    >
      <Paged load={chat.client.mentions} version={chat.mentioned.value} empty={t('inbox.empty')}>
        {(message) => <MessageResult key={message.id} chat={chat} message={message} />}
      </Paged>
    </PanelFrame>
  );
}
