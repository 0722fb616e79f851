import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { persist } from '../../api/persist';
import { Problem } from '../../api/problem';
import type { Channel } from '../../api/types';
import { explain, t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { dialog } from '../dialogs/open';
import { type Panel, panel } from '../panel/open';
import { Icon, type IconName } from '../parts/Icon';
import { nameOf } from '../parts/names';
import { useSubmit, ProblemNote } from '../parts/form';
import { MenuButton } from '../shell/Drawer';
import { Waiting } from '../shell/HomeScreen';
import { ChannelMark } from '../shell/Sidebar';
import { NotFound } from '../shell/TeamScreen';
import { Composer } from './Composer';
import { MessageList } from './MessageList';

interface Props {
  readonly chat: Chat;
  readonly id: string;
  readonly team: string | null;
}

/** A channel or direct message: its messages and where to write. */
export function ChannelScreen({ chat, id, team }: Props) {
  const missing = useSignal(false);
  const channel = chat.directory.find(id);
  useEffect(() => {
    let wanted = channel === undefined;
    if (wanted) {
      const find = async (): Promise<void> => {
        await (team === null ? chat.directory.loadDms() : chat.directory.loadChannels(team));
        if (chat.directory.find(id) === undefined) {
          await chat.directory.loadChannel(id);
        }
      };
      persist(find, () => wanted).catch((error) => (missing.value = !Problem.from(error).passing));
    }
    return () => {
      wanted = false;
    };
  }, [id, channel === undefined]);
  if (channel === undefined) {
    return missing.value ? <NotFound chat={chat} /> : <Waiting chat={chat} />;
  }
  return (
    <div class="page">
      <ChannelHead chat={chat} channel={channel} />
      {channel.member === false ? (
        <Preview chat={chat} channel={channel} />
      ) : (
        <Conversation chat={chat} channel={channel} />
      )}
    </div>
  );
}

function ChannelHead({ chat, channel }: { chat: Chat; channel: Channel }) {
  return (
    <header class="page-head">
      <MenuButton chat={chat} />
      <h1 class="channel-title">
        <ChannelMark chat={chat} channel={channel} />
        <span>{nameOf(chat, channel)}</span>
      </h1>
      {channel.topic && (
        <p class="topic hint" title={channel.topic}>
          {channel.topic}
        </p>
      )}
      {channel.member !== false && (
        <PanelButton icon="pin" label={t('pins.title')} to={{ kind: 'pins', channel: channel.id }} />
      )}
      <PanelButton icon="search" label={t('search.title')} to={{ kind: 'search' }} />
      {channel.member !== false && (
        <PanelButton
          icon="people"
          label={t('channel.members')}
          to={{ kind: 'members', channel: channel.id }}
        />
      )}
      {channel.member !== false && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('channel.settings')}
          title={t('channel.settings')}
          onClick={() => (dialog.value = { kind: 'channel', id: channel.id })}
        >
          <Icon name="bell" size={20} />
        </button>
      )}
    </header>
  );
}

/** Opens a panel, or closes it when it is the one that is open. */
function PanelButton({ icon, label, to }: { icon: IconName; label: string; to: Panel }) {
  const isOpen = panel.value?.kind === to.kind;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-expanded={isOpen}
      onClick={() => (panel.value = isOpen ? null : to)}
    >
      <Icon name={icon} size={20} />
    </button>
  );
}

function Conversation({ chat, channel }: { chat: Chat; channel: Channel }) {
  const state = chat.channels.state(channel.id);
  const problem = useSignal<Problem | null>(null);
  const mounted = useRef(true);
  /** Shows what goes wrong, and goes on trying if it may pass. */
  const load = (): void => {
    const open = (): Promise<void> =>
      chat.channels.open(channel.id).catch((error) => {
        throw (problem.value = Problem.from(error));
      });
    problem.value = null;
    persist(open, () => mounted.current).catch(() => undefined);
  };
  // A channel can fall back to "not loaded" while it is shown (far behind after a long absence).
  useEffect(() => {
    if (state.value.loaded !== 'yes') {
      load();
    }
  }, [state.value.loaded === 'yes']);
  useEffect(
    () => () => {
      mounted.current = false;
      chat.channels.dispatch(channel.id, { type: 'trim' });
    },
    [],
  );
  const name = nameOf(chat, channel);
  return (
    <>
      {state.value.loaded === 'yes' ? (
        <MessageList chat={chat} channel={channel} name={name} />
      ) : (
        <div class="empty" role="status">
          {problem.value ? (
            <>
              <p>{t('messages.failed')}</p>
              <p class="hint">{explain(problem.value)}</p>
              <button type="button" class="button" onClick={load}>
                {t('messages.retry')}
              </button>
            </>
          ) : (
            <p class="hint">{t('app.loading')}</p>
          )}
        </div>
      )}
      {channel.archived ? (
        <p class="archived hint">{t('channel.archived')}</p>
      ) : (
        <Composer chat={chat} channel={channel} name={name} />
      )}
    </>
  );
}

/** A channel of the team that I am not in. */
function Preview({ chat, channel }: { chat: Chat; channel: Channel }) {
  const { busy, problem, submit } = useSubmit(() => chat.joinChannel(channel.id));
  const name = nameOf(chat, channel);
  return (
    <div class="empty" data-start tabIndex={-1}>
      <h2>{t('channel.preview', { name })}</h2>
      <p>{t('channel.preview.text')}</p>
      <ProblemNote problem={problem.value} />
      <button type="button" class="button primary" disabled={busy} onClick={submit}>
        {t('channel.joinNamed', { name })}
      </button>
    </div>
  );
}
