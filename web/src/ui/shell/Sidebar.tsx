import type { ComponentChildren } from 'preact';
import type { Channel, Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { dialog } from '../dialogs/open';
import { arrowKeys } from '../parts/arrows';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { nameOf } from '../parts/names';
import { hrefOf, route } from '../route';
import { shownTeam } from './place';

/** The channels of the team that is shown, and my direct messages. */
export function Sidebar({ chat }: { chat: Chat }) {
  const team = chat.directory.teams.value?.find((other) => other.id === shownTeam.value);
  return (
    <nav class="sidebar" aria-label={team?.name ?? t('app.name')}>
      <header class="sidebar-head">
        <h2>{team?.name ?? t('app.name')}</h2>
        {team && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('team.invite')}
            title={t('team.invite')}
            onClick={() => (dialog.value = { kind: 'invite', team })}
          >
            <Icon name="invite" />
          </button>
        )}
      </header>
      <div class="sidebar-lists" onKeyDown={arrowKeys}>
        {team && <ChannelList chat={chat} team={team} />}
        <DmList chat={chat} />
      </div>
    </nav>
  );
}

function ChannelList({ chat, team }: { chat: Chat; team: Team }) {
  const channels = chat.directory.channelsOf(team.id) ?? [];
  const mine = channels.filter((channel) => channel.member);
  const others = channels.filter((channel) => !channel.member);
  return (
    <>
      <Section
        title={t('channel.list')}
        add={t('channel.add')}
        onAdd={() => (dialog.value = { kind: 'create-channel', team })}
      >
        {mine.map((channel) => (
          <ChannelLink key={channel.id} chat={chat} channel={channel} />
        ))}
      </Section>
      {others.length > 0 && (
        <details class="more">
          <summary data-item>
            <Icon name="chevron" size={14} />
            {t('channel.more')}
          </summary>
          <ul>
            {others.map((channel) => (
              <ChannelLink key={channel.id} chat={chat} channel={channel} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function DmList({ chat }: { chat: Chat }) {
  const dms = chat.directory.dms.value ?? [];
  return (
    <Section title={t('dm.list')} add={t('dm.add')} onAdd={() => (dialog.value = { kind: 'new-dm' })}>
      {dms.map((channel) => (
        <ChannelLink key={channel.id} chat={chat} channel={channel} />
      ))}
      {chat.directory.dms.value?.length === 0 && (
        <li>
          <button
            type="button"
            class="sidebar-link quiet"
            data-item
            onClick={() => (dialog.value = { kind: 'new-dm' })}
          >
            {t('dm.empty')}
          </button>
        </li>
      )}
    </Section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly add: string;
  readonly onAdd: () => void;
  readonly children: ComponentChildren;
}

function Section({ title, add, onAdd, children }: SectionProps) {
  return (
    <section class="sidebar-section">
      <header>
        <h3>{title}</h3>
        <button type="button" class="icon-button small" aria-label={add} title={add} onClick={onAdd}>
          <Icon name="plus" size={16} />
        </button>
      </header>
      <ul>{children}</ul>
    </section>
  );
}

function ChannelLink({ chat, channel }: { chat: Chat; channel: Channel }) {
  const place = route.value;
  const here = place.page === 'channel' && place.channel === channel.id;
  const unread = channel.member === false ? 0 : chat.unread(channel.id);
  const name = nameOf(chat, channel);
  return (
    <li>
      <a
        class={unread > 0 ? 'sidebar-link unread' : 'sidebar-link'}
        data-item
        href={hrefOf({ page: 'channel', team: channel.team ?? null, channel: channel.id })}
        aria-current={here ? 'page' : undefined}
        aria-label={unread > 0 ? t('channel.unread', { name, count: unread }) : undefined}
      >
        <ChannelMark chat={chat} channel={channel} />
        <span class="sidebar-name">{name}</span>
        {channel.private && channel.kind === 'channel' && (
          <span class="hidden">{t('channel.isPrivate')}</span>
        )}
        {unread > 0 && <span class="badge">{unread > 999 ? '999+' : unread}</span>}
      </a>
    </li>
  );
}

/** # for a channel, a lock for a private one, a face for a direct message. */
export function ChannelMark({ chat, channel }: { chat: Chat; channel: Channel }) {
  if (channel.kind === 'dm') {
    const other = chat.directory.othersOf(channel)[0]!;
    return <Avatar id={other.id} name={other.name} kind="small" />;
  }
  return <Icon name={channel.private ? 'lock' : 'hash'} size={16} />;
}
