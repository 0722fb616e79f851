import { useComputed } from '@preact/signals';
import type { Imported, Message, User } from '../../api/types';
import { dayText, fullText, timeText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { ActionBar } from '../message/ActionBar';
import { EditForm } from '../message/EditForm';
import { Images } from '../message/Images';
import { authorKey, shownTime } from '../message/origin';
import { Reactions } from '../message/Reactions';
import { ThreadLink } from '../message/ThreadLink';
import { active, editing, keyOf } from '../message/active';
import { panel } from '../panel/open';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { MessageText } from './MessageText';
import type { Row } from './rows';

/** One message of the channel's history, with the separators that stand before it. */
export function MessageRow({ chat, row }: { chat: Chat; row: Row }) {
  const { message, newDay, newFrom, grouped } = row;
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
      <MessageArticle chat={chat} message={message} grouped={grouped} inThread={false} />
    </>
  );
}

interface ArticleProps {
  readonly chat: Chat;
  readonly message: Message;
  /** Goes on under the head of the message before. */
  readonly grouped: boolean;
  readonly inThread: boolean;
}

/** A message with all that belongs to it, in a channel or in a thread. */
export function MessageArticle({ chat, message, grouped, inThread }: ArticleProps) {
  const key = keyOf(message);
  const isActive = useComputed(() => active.value === key).value;
  const isEdited = useComputed(() => editing.value === key).value;
  const sender = chat.directory.person(message.sender).value;
  const channel = chat.directory.find(message.channel);
  const author = message.imported?.author ?? sender?.name;
  const time = shownTime(message);
  return (
    <article
      class={`message ${grouped ? 'grouped' : ''} ${isActive ? 'active' : ''} ${mentionsMe(chat, message) ? 'for-me' : ''}`}
      data-seq={message.seq}
      data-n={message.n ?? undefined}
      data-id={message.id}
      data-channel={message.channel}
      data-key={key}
      tabIndex={-1}
    >
      {grouped ? (
        <time class="gutter-time" dateTime={time} title={fullText(time)}>
          {timeText(time)}
        </time>
      ) : (
        <Avatar id={authorKey(message)} name={author ?? '?'} />
      )}
      <div class="message-body">
        <MessageHead sender={sender} time={time} hidden={grouped} imported={message.imported} />
        {message.pinned && (
          <p class="pinned">
            <Icon name="pin" size={13} />
            {t('message.pinned')}
          </p>
        )}
        {message.parent != null && !inThread && <CommentMark message={message} />}
        {isEdited ? (
          <EditForm chat={chat} message={message} />
        ) : (
          <Content chat={chat} message={message} sender={author ?? t('messages.unknownSender')} />
        )}
        <Reactions chat={chat} message={message} closed={!channel || channel.archived === true} />
        {!inThread && <ThreadLink chat={chat} message={message} />}
      </div>
      {isActive && channel && (
        <ActionBar chat={chat} channel={channel} message={message} inThread={inThread} />
      )}
    </article>
  );
}

function Content({ chat, message, sender }: { chat: Chat; message: Message; sender: string }) {
  if (message.deleted) {
    const byOther = message.deleted.by !== message.sender;
    return <p class="text tombstone">{t(byOther ? 'message.deleted.other' : 'message.deleted')}</p>;
  }
  if (message.enc !== 'none') {
    return <p class="hint">{t('messages.encrypted')}</p>;
  }
  const edited = message.edited?.time ?? message.imported?.edited;
  return (
    <>
      {message.body.trim() !== '' && <MessageText chat={chat} message={message} />}
      {edited && (
        <span class="edited" title={fullText(edited)}>
          {t('message.edited')}
        </span>
      )}
      <Images message={message} sender={sender} />
    </>
  );
}

/** A comment that was also sent to the channel leads to its thread. */
function CommentMark({ message }: { message: Message }) {
  return (
    <button
      type="button"
      class="comment-mark link"
      onClick={() =>
        (panel.value = {
          kind: 'thread',
          channel: message.channel,
          parent: message.parent!,
          seq: message.seq,
        })
      }
    >
      <Icon name="comment" size={13} />
      {t('thread.fromThread')}
    </button>
  );
}

function mentionsMe(chat: Chat, message: Message): boolean {
  return (
    message.sender !== chat.me.id &&
    (message.mentions ?? []).some((id) => id === chat.me.id || id.startsWith('@'))
  );
}

interface HeadProps {
  readonly sender: User | null;
  readonly time: string;
  /** Only for screen readers: the message continues a group. */
  readonly hidden: boolean;
  readonly imported?: Imported | null | undefined;
}

export function MessageHead({ sender, time, hidden, imported }: HeadProps) {
  const name = sender?.name ?? t('messages.unknownSender');
  return (
    <header class={hidden ? 'hidden' : 'message-head'}>
      <strong title={sender && !imported ? `@${sender.handle}` : undefined}>
        {imported?.author ?? name}
      </strong>
      {imported && <span class="imported">{t('message.imported', { name })}</span>}
      {!hidden && (
        <time dateTime={time} title={fullText(time)}>
          {timeText(time)}
        </time>
      )}
    </header>
  );
}
