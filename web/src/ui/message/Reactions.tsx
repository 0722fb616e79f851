import type { Message, Reaction } from '../../api/types';
import { listText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';
import { openPopup } from '../popup/open';
import { toggle } from './actions';

const NAMED = 8;

/** The emoji on a message with their counts; a click takes one or gives it back. */
export function Reactions({ chat, message, closed }: { chat: Chat; message: Message; closed: boolean }) {
  const reactions = message.reactions ?? [];
  const imported = message.imported?.reactions ?? [];
  if (reactions.length + imported.length === 0) {
    return null;
  }
  return (
    <div class="reactions">
      {imported.map(({ emoji, count, names }) => (
        <span key={emoji} class="reaction" title={labelOf(emoji, count, names)}>
          <span class="reaction-emoji">{emoji}</span>
          <span>{count}</span>
        </span>
      ))}
      {reactions.map((reaction) => (
        <button
          key={reaction.emoji}
          type="button"
          class={reaction.mine ? 'reaction mine' : 'reaction'}
          aria-pressed={reaction.mine === true}
          title={labelOf(reaction.emoji, reaction.count, namesOf(chat, reaction))}
          disabled={closed}
          onClick={() => toggle(chat, message, reaction.emoji, !reaction.mine)}
        >
          <span class="reaction-emoji">{reaction.emoji}</span>
          <span>{reaction.count}</span>
        </button>
      ))}
      {!closed && (
        <button
          type="button"
          class="reaction add"
          aria-label={t('message.react')}
          title={t('message.react')}
          onClick={(event) =>
            openPopup(event.currentTarget, {
              kind: 'emoji',
              onPick: (emoji) => toggle(chat, message, emoji, true),
            })
          }
        >
          <Icon name="smile" size={15} />
        </button>
      )}
    </div>
  );
}

function namesOf(chat: Chat, { users }: Reaction): string[] {
  return (users ?? []).map((id) => chat.directory.person(id).value?.name ?? t('messages.unknownSender'));
}

/** “👍 Ada, Minsu and 3 others” */
function labelOf(emoji: string, count: number, known: readonly string[]): string {
  const named = known.slice(0, NAMED);
  const others = count - named.length;
  const names = others > 0 ? [...named, t('message.others', { count: others })] : named;
  return `${emoji} ${listText(names)}`;
}
