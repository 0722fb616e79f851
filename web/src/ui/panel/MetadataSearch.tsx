import { useSignal } from '@preact/signals';
import type { Channel, MessageFilter, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { rank } from '../../store/matching';
import { Select } from '../parts/form';
import { Icon } from '../parts/Icon';
import { nameOf } from '../parts/names';
import { PeopleFinder } from '../parts/PeopleFinder';
import { MessageResult } from './MessageResult';
import { Paged } from './Paged';

/** Searches all of a channel, first the one from where it was opened, by sender, day and images. */
export function MetadataSearch({ chat, from }: { chat: Chat; from: Channel }) {
  const chosen = useSignal(from.id);
  const sender = useSignal<User | null>(null);
  const hasImage = useSignal(false);
  const after = useSignal('');
  const before = useSignal('');
  const channels = chat.channels.ids.value.flatMap((id) => chat.directory.find(id) ?? []);
  const channel = channels.find(({ id }) => id === chosen.value) ?? from;
  const filter = filterOf(sender.value, hasImage.value, after.value, before.value);
  return (
    <>
      <div class="panel-form">
        <Select
          label={t('search.in')}
          value={channel.id}
          options={channels
            .map((each) => [each.id, nameOf(chat, each)] as const)
            .sort(([, a], [, b]) => a.localeCompare(b))}
          onChange={(id) => (chosen.value = id)}
        />
        {sender.value ? (
          <div class="chosen">
            <button
              type="button"
              class="chip"
              aria-label={t('dm.remove', { name: sender.value.name })}
              onClick={() => (sender.value = null)}
            >
              {sender.value.name}
              <Icon name="close" size={14} />
            </button>
          </div>
        ) : (
          <PeopleFinder
            label={t('search.sender')}
            placeholder={t('search.sender')}
            find={async (prefix) =>
              prefix === ''
                ? []
                : channel.team
                  ? chat.client.teamMembers(channel.team, prefix)
                  : (channel.users ?? []).filter(({ name }) => rank(name, prefix) !== null)
            }
            except={[]}
            onPick={(user) => (sender.value = user)}
          />
        )}
        <div class="quiet-times">
          <label>
            {t('search.after')}
            <input type="date" value={after} onInput={(event) => (after.value = event.currentTarget.value)} />
          </label>
          <label>
            {t('search.before')}
            <input
              type="date"
              value={before}
              onInput={(event) => (before.value = event.currentTarget.value)}
            />
          </label>
        </div>
        <label class="also">
          <input
            type="checkbox"
            checked={hasImage.value}
            onChange={(event) => (hasImage.value = event.currentTarget.checked)}
          />
          {t('search.image')}
        </label>
      </div>
      {filter && (
        <Paged
          load={(cursor) => chat.client.search(channel.id, filter, cursor)}
          version={JSON.stringify([channel.id, filter])}
          empty={t('search.nothing')}
        >
          {(message) => <MessageResult key={message.id} chat={chat} message={message} />}
        </Paged>
      )}
    </>
  );
}

/** Days are those of this device; `before` includes the day that was chosen. */
function filterOf(
  sender: User | null,
  hasImage: boolean,
  after: string,
  before: string,
): MessageFilter | null {
  const filter: MessageFilter = {
    ...(sender ? { sender: sender.id } : {}),
    ...(hasImage ? { has: 'image' } : {}),
    ...(after ? { after: midnight(after, 0) } : {}),
    ...(before ? { before: midnight(before, 1) } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

function midnight(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date! + later).toISOString();
}
