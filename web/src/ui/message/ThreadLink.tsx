import type { Message } from '../../api/types';
import { timeText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { panel } from '../panel/open';
import { Avatar } from '../parts/Avatar';

/** Under a message that has comments: how many, by whom, and the way to them. */
export function ThreadLink({ chat, message }: { chat: Chat; message: Message }) {
  const comments = message.comments;
  if (!comments || comments.count === 0) {
    return null;
  }
  return (
    <button
      type="button"
      class="thread-link"
      onClick={() => (panel.value = { kind: 'thread', channel: message.channel, parent: message.seq })}
    >
      {comments.users.slice(0, 3).map((id) => (
        <Avatar key={id} id={id} name={chat.directory.person(id).value?.name ?? '?'} kind="small" />
      ))}
      <span class="thread-count">{t('thread.count', { count: comments.count })}</span>
      {comments.last && <span class="hint">{timeText(comments.last.time)}</span>}
    </button>
  );
}
