import { useComputed } from '@preact/signals';
import type { Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { dialog } from '../dialogs/open';
import { arrowKeys } from '../parts/arrows';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { PresenceDot } from '../parts/PresenceDot';
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
      <OwnButton chat={chat} />
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

/** Me, with what others see of me. */
function OwnButton({ chat }: { chat: Chat }) {
  return (
    <button
      type="button"
      class="rail-me"
      data-item
      aria-label={t('status.mine', { name: chat.me.name })}
      title={t('status.title')}
      onClick={() => (dialog.value = { kind: 'status' })}
    >
      <span class="with-presence">
        <Avatar id={chat.me.id} name={chat.me.name} />
        <PresenceDot chat={chat} user={chat.me.id} />
      </span>
    </button>
  );
}

function TeamLink({ chat, team }: { chat: Chat; team: Team }) {
  const news = useComputed(() => {
    const channels = chat.directory.channelsOf(team.id) ?? [];
    return channels.some((channel) => chat.attention(channel.id).counted > 0);
  }).value;
  const mentions = useComputed(() => {
    const channels = chat.directory.channelsOf(team.id) ?? [];
    return channels.reduce((sum, channel) => sum + chat.attention(channel.id).mentions, 0);
  }).value;
  return (
    <a
      class="rail-team"
      data-item
      href={hrefOf({ page: 'team', team: team.id })}
      aria-current={shownTeam.value === team.id ? 'true' : undefined}
      title={team.name}
    >
      <span class="hidden">
        {mentions > 0
          ? `${team.name}, ${t('channel.mentions', { count: mentions })}`
          : news
            ? t('team.unread', { name: team.name })
            : team.name}
      </span>
      <Avatar id={team.id} name={team.name} kind="team" />
      {mentions > 0 ? (
        <span class="badge mentioned" aria-hidden="true">
          {mentions > 99 ? '99+' : mentions}
        </span>
      ) : (
        news && <span class="dot" />
      )}
    </a>
  );
}
