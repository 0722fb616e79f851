import type { User } from '../../api/types';
import { dayText, fullText, timeText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Avatar } from '../parts/Avatar';
import { MessageText } from './MessageText';
import type { Row } from './rows';

/** One message of the channel's history, with the separators that stand before it. */
export function MessageRow({ chat, row }: { chat: Chat; row: Row }) {
  const { message, newDay, newFrom, grouped } = row;
  const sender = chat.directory.person(message.sender).value;
  return (
    <>
      {newDay && (
        <div class="day" role="separator">
          <span>{dayText(message.time)}</span>
        </div>
      )}
      {newFrom && (
        <div class="new-line" role="separator" aria-label={t('messages.new')}>
          <span>{t('messages.new')}</span>
        </div>
      )}
      <article class={grouped ? 'message grouped' : 'message'} data-seq={message.seq} data-id={message.id}>
        {grouped ? (
          <time class="gutter-time" dateTime={message.time} title={fullText(message.time)}>
            {timeText(message.time)}
          </time>
        ) : (
          <Avatar id={message.sender} name={sender?.name ?? '?'} />
        )}
        <div class="message-body">
          <MessageHead id={message.sender} sender={sender} time={message.time} hidden={grouped} />
          {message.enc === 'none' ? (
            <MessageText id={message.id} body={message.body} />
          ) : (
            <p class="hint">{t('messages.encrypted')}</p>
          )}
        </div>
      </article>
    </>
  );
}

interface HeadProps {
  readonly id: string;
  readonly sender: User | null;
  readonly time: string;
  /** Only for screen readers: the message continues a group. */
  readonly hidden: boolean;
}

export function MessageHead({ sender, time, hidden }: HeadProps) {
  const name = sender?.name ?? t('messages.unknownSender');
  return (
    <header class={hidden ? 'hidden' : 'message-head'}>
      <strong title={sender ? `@${sender.handle}` : undefined}>{name}</strong>
      {!hidden && (
        <time dateTime={time} title={fullText(time)}>
          {timeText(time)}
        </time>
      )}
    </header>
  );
}
