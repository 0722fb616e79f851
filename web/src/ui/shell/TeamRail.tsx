import { useComputed } from '@preact/signals';
import type { Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { dialog } from '../dialogs/open';
import { arrowKeys } from '../parts/arrows';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { hrefOf } from '../route';
import { shownTeam } from './place';

/** My teams, one below the other. */
export function TeamRail({ chat }: { chat: Chat }) {
  return (
    <nav class="rail" aria-label={t('team.list')} onKeyDown={arrowKeys}>
      {(chat.directory.teams.value ?? []).map((team) => (
        <TeamLink key={team.id} chat={chat} team={team} />
      ))}
      <button
        type="button"
        class="rail-add"
        data-item
        aria-label={t('team.add')}
        title={t('team.add')}
        onClick={() => (dialog.value = { kind: 'add-team' })}
      >
        <Icon name="plus" size={20} />
      </button>
      <button
        type="button"
        class="rail-settings"
        data-item
        aria-label={t('settings.title')}
        title={t('settings.title')}
        onClick={() => (dialog.value = { kind: 'settings' })}
      >
        <Icon name="settings" size={20} />
      </button>
    </nav>
  );
}

function TeamLink({ chat, team }: { chat: Chat; team: Team }) {
  const unread = useComputed(() =>
    (chat.directory.channelsOf(team.id) ?? []).some((channel) => chat.unread(channel.id) > 0),
  );
  return (
    <a
      class="rail-team"
      data-item
      href={hrefOf({ page: 'team', team: team.id })}
      aria-current={shownTeam.value === team.id ? 'true' : undefined}
      aria-label={unread.value ? t('team.unread', { name: team.name }) : team.name}
      title={team.name}
    >
      <Avatar id={team.id} name={team.name} kind="team" />
      {unread.value && <span class="dot" />}
    </a>
  );
}
