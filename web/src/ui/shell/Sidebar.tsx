import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Channel, Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import { mentionsInChannel } from '../../store/channel';
import type { Chat } from '../../store/chat';
import { customNow } from '../../store/presence';
import { panel } from '../panel/open';
import { dialog } from '../dialogs/open';
import { arrowKeys } from '../parts/arrows';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import { attempt } from '../parts/notices';
import { PresenceDot } from '../parts/PresenceDot';
import { nameOf } from '../parts/names';
import { hrefOf, route } from '../route';
import { drawerOpen } from './Drawer';
import { TeamMenuButton } from './TeamMenuButton';
import { shownTeam } from './place';

/** The channels of the team that is shown, and my direct messages. */
export function Sidebar({ chat }: { chat: Chat }) {
  const team = chat.directory.teams.value?.find((other) => other.id === shownTeam.value);
  return (
    <nav class="sidebar" aria-label={team?.name ?? t('app.name')}>
      <header class="sidebar-head">
        <h2>{team?.name ?? t('app.name')}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={t('switcher.title')}
          title={`${t('switcher.title')} (Ctrl K)`}
          onClick={() => (dialog.value = { kind: 'switcher' })}
        >
          <Icon name="search" />
        </button>
        {team && <TeamMenuButton team={team} />}
      </header>
      <div class="sidebar-lists" onKeyDown={arrowKeys}>
        <InboxLinks chat={chat} />
        {team && <ChannelList chat={chat} team={team} />}
        <DmList chat={chat} />
      </div>
    </nav>
  );
}

/** What concerns me in all my teams. */
function InboxLinks({ chat }: { chat: Chat }) {
  const mentions = chat.channels.ids.value.reduce(
    (sum, id) => sum + chat.channels.state(id).value.mentions.length,
    0,
  );
  const toggle = (kind: 'mentions' | 'threads'): void => {
    panel.value = panel.value?.kind === kind ? null : { kind };
    drawerOpen.value = false;
  };
  return (
    <ul class="sidebar-section">
      <li>
        <button type="button" class="sidebar-link" data-item onClick={() => toggle('mentions')}>
          <Icon name="at" size={16} />
          <span class="sidebar-name">{t('inbox.title')}</span>
          {mentions > 0 && <Badge count={mentions} text={t('channel.mentions', { count: mentions })} />}
        </button>
      </li>
      <li>
        <button type="button" class="sidebar-link" data-item onClick={() => toggle('threads')}>
          <Icon name="comment" size={16} />
          <span class="sidebar-name">{t('threads.title')}</span>
          {chat.unreadThreads.value > 0 && (
            <Badge
              count={chat.unreadThreads.value}
              text={t('threads.unread', { count: chat.unreadThreads.value })}
            />
          )}
        </button>
      </li>
    </ul>
  );
}

function ChannelList({ chat, team }: { chat: Chat; team: Team }) {
  const channels = (chat.directory.channelsOf(team.id) ?? []).filter((channel) => !channel.archived);
  const mine = channels.filter((channel) => channel.member);
  const others = channels.filter((channel) => !channel.member);
  return (
    <>
      <Section
        title={t('channel.list')}
        add={t('channel.add')}
        onAdd={team.role === 'guest' ? null : () => (dialog.value = { kind: 'create-channel', team })}
      >
        {mine.map((channel) => (
          <ChannelLink key={channel.id} chat={chat} channel={channel} />
        ))}
      </Section>
      {others.length > 0 && (
        <More title={t('channel.more')}>
          {others.map((channel) => (
            <ChannelLink key={channel.id} chat={chat} channel={channel} />
          ))}
        </More>
      )}
      <ArchivedChannels key={team.id} chat={chat} team={team} />
    </>
  );
}

/** A part of the list that is folded until somebody wants it. */
function More({
  title,
  children,
  onOpen,
}: {
  title: string;
  children: ComponentChildren;
  onOpen?: () => void;
}) {
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && onOpen?.()}>
      <summary data-item>
        <Icon name="chevron" size={14} />
        {title}
      </summary>
      <ul>{children}</ul>
    </details>
  );
}

/** Channels that can only be read; asked for when the list is unfolded. */
function ArchivedChannels({ chat, team }: { chat: Chat; team: Team }) {
  const channels = useSignal<readonly Channel[] | null>(null);
  return (
    <More
      title={t('channel.archived.list')}
      onOpen={() =>
        void attempt(async () => {
          channels.value = await chat.client.archivedChannels(team.id);
        })
      }
    >
      {channels.value?.map((channel) => (
        <ChannelLink key={channel.id} chat={chat} channel={channel} />
      ))}
      {channels.value?.length === 0 && <li class="hint none">{t('channel.archived.none')}</li>}
    </More>
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
  /** Null if the user may not. */
  readonly onAdd: (() => void) | null;
  readonly children: ComponentChildren;
}

function Section({ title, add, onAdd, children }: SectionProps) {
  return (
    <section class="sidebar-section">
      <header>
        <h3>{title}</h3>
        {onAdd && (
          <button type="button" class="icon-button small" aria-label={add} title={add} onClick={onAdd}>
            <Icon name="plus" size={16} />
          </button>
        )}
      </header>
      <ul>{children}</ul>
    </section>
  );
}

function ChannelLink({ chat, channel }: { chat: Chat; channel: Channel }) {
  const place = route.value;
  const here = place.page === 'channel' && place.channel === channel.id;
  const unread = channel.member === false ? 0 : chat.attention(channel.id).badge;
  const name = nameOf(chat, channel);
  const mentions = channel.member === false ? 0 : mentionsInChannel(chat.channels.state(channel.id).value);
  return (
    <li>
      <a
        class={unread > 0 || mentions > 0 ? 'sidebar-link unread' : 'sidebar-link'}
        data-item
        data-channel={channel.id}
        href={hrefOf({ page: 'channel', team: channel.team ?? null, channel: channel.id })}
        aria-current={here ? 'page' : undefined}
      >
        <ChannelMark chat={chat} channel={channel} />
        <span class="sidebar-name">{name}</span>
        {channel.kind === 'dm' && <StatusEmoji chat={chat} channel={channel} />}
        {channel.private && channel.kind === 'channel' && (
          <span class="hidden">{t('channel.isPrivate')}</span>
        )}
        {mentions > 0 && (
          <Badge count={mentions} text={t('channel.mentions', { count: mentions })} kind="mentioned" />
        )}
        {unread > 0 && <Badge count={unread} text={t('channel.unread.count', { count: unread })} />}
      </a>
    </li>
  );
}

/** What somebody says of themselves, beside the name: its picture, with the words for whoever points at it. */
function StatusEmoji({ chat, channel }: { chat: Chat; channel: Channel }) {
  const others = chat.directory.othersOf(channel);
  const said = others.length === 1 ? customNow(chat.presence.of(others[0]!.id).value.custom) : null;
  return said?.emoji ? <span title={said.text}>{said.emoji}</span> : null;
}

/** A number, and what it counts for those who hear it. */
export function Badge({ count, text, kind }: { count: number; text: string; kind?: 'mentioned' }) {
  return (
    <span class={`badge ${kind ?? ''}`}>
      <span aria-hidden="true">{count > 999 ? '999+' : count}</span>
      <span class="hidden">{text}</span>
    </span>
  );
}

/** # for a channel, a lock for a private one, a face for a direct message. */
export function ChannelMark({ chat, channel }: { chat: Chat; channel: Channel }) {
  if (channel.kind === 'dm') {
    const others = chat.directory.othersOf(channel);
    const other = others[0]!;
    return (
      <span class="with-presence">
        <Avatar id={other.id} name={other.name} kind="small" />
        {others.length === 1 ? (
          <PresenceDot chat={chat} user={other.id} />
        ) : (
          <span class="group-count" aria-hidden="true" data-letters={others.length} />
        )}
      </span>
    );
  }
  return <Icon name={channel.private ? 'lock' : 'hash'} size={16} />;
}
