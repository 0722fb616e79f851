import type { Message } from '../../api/types';
import { dayText, timeText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { MessageText } from '../channel/MessageText';
import { Images } from '../message/Images';
import { authorKey, shownTime } from '../message/origin';
import { Avatar } from '../parts/Avatar';
import { nameOf } from '../parts/names';
import { go } from '../route';
import { closePanel, panel } from './open';
import { drawerCovers } from '../shell/Drawer';

/** A message out of its place, as search and lists show it, with the way to its place. */
export function MessageResult({ chat, message }: { chat: Chat; message: Message }) {
  const channel = chat.directory.find(message.channel);
  const { imported } = message;
  const sender =
    imported?.author ?? chat.directory.person(message.sender).value?.name ?? t('messages.unknownSender');
  const time = shownTime(message);
  const where = channel ? nameOf(chat, channel) : '';
  return (
    <li class="result">
      <button
        type="button"
        class="result-go"
        title={t('message.goTo', { name: sender, channel: where })}
        onClick={() => goTo(chat, message)}
      >
        <Avatar id={authorKey(message)} name={sender} kind="small" />
        <strong>{sender}</strong>
        <span class="hint">
          {where} · {dayText(time)} {timeText(time)}
        </span>
      </button>
      {message.deleted ? (
        <p class="text tombstone">{t('message.deleted')}</p>
      ) : (
        message.body.trim() !== '' && <MessageText chat={chat} message={message} />
      )}
      <Images message={message} sender={sender} />
    </li>
  );
}

/** Goes to a message in its channel, or to a comment in its thread. */
export function goTo(chat: Chat, message: Message): void {
  const team = chat.directory.find(message.channel)?.team ?? null;
  const isComment = message.parent != null && message.n == null;
  go({ page: 'channel', team, channel: message.channel, message: isComment ? message.parent! : message.seq });
  if (isComment) {
    panel.value = { kind: 'thread', channel: message.channel, parent: message.parent!, seq: message.seq };
  } else if (drawerCovers()) {
    closePanel();
  }
}
