import { useSignal } from '@preact/signals';
import type { User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { Icon } from '../parts/Icon';
import { PeopleFinder } from '../parts/PeopleFinder';
import { go } from '../route';
import { closeDialog } from './open';

/** A direct message has at most this many people besides oneself. */
const MOST_OTHERS = 8;

export function NewDmDialog({ chat }: { chat: Chat }) {
  const chosen = useSignal<readonly User[]>([]);
  const { busy, problem, submit } = useSubmit(async () => {
    const channel = await chat.openDm(chosen.value);
    closeDialog();
    go({ page: 'channel', team: null, channel: channel.id });
  });
  const full = chosen.value.length >= MOST_OTHERS;
  return (
    <Dialog title={t('dm.add')} onClose={closeDialog}>
      <form class="form" onSubmit={submit}>
        <div class="chosen" aria-label={t('dm.to')} role="group">
          {chosen.value.map((user) => (
            <button
              key={user.id}
              type="button"
              class="chip"
              aria-label={t('dm.remove', { name: user.name })}
              onClick={() => (chosen.value = chosen.value.filter((other) => other.id !== user.id))}
            >
              {user.name}
              <Icon name="close" size={14} />
            </button>
          ))}
        </div>
        <PeopleFinder
          label={t('dm.to')}
          find={(prefix) => findPeople(chat, prefix)}
          onPick={(user) => (chosen.value = [...chosen.value, user])}
          except={[chat.me.id, ...chosen.value.map((user) => user.id)]}
          disabled={full}
        />
        {full && <p class="hint">{t('dm.full', { count: MOST_OTHERS })}</p>}
        <ProblemNote problem={problem.value} />
        <button type="submit" class="button primary" disabled={busy.value || chosen.value.length === 0}>
          {t('dm.start')}
        </button>
      </form>
    </Dialog>
  );
}

/** People of all my teams, each once. */
export async function findPeople(chat: Chat, prefix: string): Promise<readonly User[]> {
  const teams = chat.directory.teams.peek() ?? [];
  const found = await Promise.all(teams.map((team) => chat.client.teamMembers(team.id, prefix)));
  const people = new Map(found.flat().map((user) => [user.id, user]));
  chat.directory.learn(people.values());
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}
