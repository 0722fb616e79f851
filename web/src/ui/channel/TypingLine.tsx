import { listText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';

const NAMED = 3;

/** Who is writing here just now. */
export function TypingLine({ chat, channel, parent }: { chat: Chat; channel: string; parent?: number }) {
  const people = chat.typing.in(channel, parent).value;
  if (people.length === 0) {
    return null;
  }
  const names = people.map((id) => chat.directory.person(id).value?.name ?? t('messages.unknownSender'));
  return (
    <span class="typing">
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {names.length > NAMED
        ? t('typing.many')
        : t('typing.names', { count: names.length, names: listText(names) })}
    </span>
  );
}
