import { useSignal } from '@preact/signals';
import type { Channel, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { mentionedIn } from '../../store/mentions';
import { attempt } from '../parts/notices';

/** People of the team who were offered as names and are not in the channel, by channel. */
const outsiders = new Map<string, Map<string, User>>();

/** Remembers who of these is in a channel and who is not. */
export function learnOutsiders(
  channel: string,
  people: readonly (User & { readonly inChannel?: boolean })[],
): void {
  const known = outsiders.get(channel) ?? new Map<string, User>();
  outsiders.set(channel, known);
  for (const user of people) {
    if (user.inChannel === false) {
      known.set(user.id, user);
    } else {
      known.delete(user.id);
    }
  }
}

interface Props {
  readonly chat: Chat;
  readonly channel: Channel;
  readonly text: string;
  /** Called when somebody was added, whose button is gone then. */
  readonly onAdded: () => void;
}

/** Says who of those that the text names will not see it, and offers to add them. */
export function OutsiderNote({ chat, channel, text, onAdded }: Props) {
  const added = useSignal<readonly string[]>([]);
  const named = mentionedIn(text, chat.directory.byHandle);
  const missing = named.flatMap((id) => {
    const user = outsiders.get(channel.id)?.get(id);
    return user && !added.value.includes(id) ? [user] : [];
  });
  if (missing.length === 0) {
    return null;
  }
  return (
    // A list that is a status by itself would be no list to a screen reader.
    <div role="status">
      <ul class="outsiders">
        {missing.map((user) => (
          <li key={user.id}>
            <span>{t('mention.add.text', { name: user.name })}</span>
            <button
              type="button"
              class="link"
              onClick={() =>
                attempt(async () => {
                  await chat.client.addMember(channel.id, user.id);
                  outsiders.get(channel.id)?.delete(user.id);
                  added.value = [...added.value, user.id];
                  onAdded();
                })
              }
            >
              {t('mention.add')}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
