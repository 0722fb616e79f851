import { explain, t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import type { Outgoing } from '../../store/outbox';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { MessageHead } from './MessageRow';
import { MessageText } from './MessageText';

/** A message of mine that is not in the channel yet. */
export function OutgoingRow({ chat, item, grouped }: { chat: Chat; item: Outgoing; grouped: boolean }) {
  const images = item.attachments?.length ?? 0;
  return (
    <article class={`message outgoing ${item.state} ${grouped ? 'grouped' : ''}`} data-id={item.id}>
      {grouped ? <span /> : <Avatar id={chat.me.id} name={chat.me.name} />}
      <div class="message-body">
        <MessageHead sender={chat.me} time={new Date(item.written).toISOString()} hidden={grouped} />
        {item.body !== '' && <MessageText chat={chat} message={item} />}
        {images > 0 && <p class="hint">{t('image.count', { count: images })}</p>}
        <State chat={chat} item={item} />
      </div>
    </article>
  );
}

function State({ chat, item }: { chat: Chat; item: Outgoing }) {
  switch (item.state) {
    case 'sent':
      return null;
    case 'waiting':
    case 'sending':
      return (
        <p class="send-state">
          <Icon name="clock" size={14} />
          {t(item.state === 'waiting' ? 'sending.waiting' : 'sending.sending')}
        </p>
      );
    case 'failed':
      return (
        <p class="send-state failed" role="alert">
          <Icon name="alert" size={14} />
          <span>
            {t('sending.failed', {
              reason: explain({ type: item.problem ?? 'internal', title: item.problem ?? '', detail: null }),
            })}
          </span>
          <button type="button" class="link" onClick={() => chat.sending.retry(item.id)}>
            {t('sending.retry')}
          </button>
          <button type="button" class="link" onClick={() => chat.sending.discard(item.id)}>
            {t('sending.discard')}
          </button>
        </p>
      );
  }
}
