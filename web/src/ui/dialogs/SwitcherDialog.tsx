import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { Channel, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { rank } from '../../store/matching';
import { Avatar } from '../parts/Avatar';
import { Dialog } from '../parts/Dialog';
import { nameOf } from '../parts/names';
import { attempt } from '../parts/notices';
import { go } from '../route';
import { ChannelMark } from '../shell/Sidebar';
import { findPeople } from './NewDmDialog';
import { closeDialog } from './open';

const SHOWN = 12;
const TYPING_PAUSE_MS = 150;

interface Target {
  readonly key: string;
  readonly name: string;
  /** Lower is better. */
  readonly rank: number;
  readonly channel?: Channel;
  readonly user?: User;
}

/** Goes to a channel, a direct message or a person by a few letters of the name. */
export function SwitcherDialog({ chat }: { chat: Chat }) {
  const text = useSignal('');
  const people = useSignal<readonly User[]>([]);
  const active = useSignal(0);
  const id = useId();
  useEffect(() => {
    let current = true;
    const prefix = text.value.trim();
    active.value = 0;
    const timer = setTimeout(() => {
      if (prefix === '') {
        people.value = [];
      } else {
        findPeople(chat, prefix).then(
          (found) => current && (people.value = found),
          () => undefined,
        );
      }
    }, TYPING_PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text.value]);

  const targets = targetsFor(chat, text.value.trim(), people.value);
  const pick = (target: Target): void => {
    closeDialog();
    if (target.channel) {
      go({ page: 'channel', team: target.channel.team ?? null, channel: target.channel.id });
    } else if (target.user) {
      const user = target.user;
      void attempt(async () => {
        const channel = await chat.openDm([user]);
        go({ page: 'channel', team: null, channel: channel.id });
      });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = targets[active.value];
    if (event.isComposing) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : targets.length - 1;
      active.value = targets.length === 0 ? 0 : (active.value + step) % targets.length;
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      pick(chosen);
    }
  };
  return (
    <Dialog title={t('switcher.title')} onClose={closeDialog}>
      <div class="finder switcher">
        <input
          autofocus
          role="combobox"
          aria-label={t('switcher.field')}
          aria-expanded={targets.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={targets[active.value] ? `${id}-${active.value}` : undefined}
          aria-autocomplete="list"
          autocomplete="off"
          spellcheck={false}
          placeholder={t('switcher.field')}
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ul role="listbox" id={`${id}-list`} aria-label={t('switcher.title')}>
          {targets.map((target, index) => (
            <li
              key={target.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active.value}
              onMouseMove={() => (active.value = index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(target)}
            >
              <TargetRow chat={chat} target={target} />
            </li>
          ))}
        </ul>
        {targets.length === 0 && (
          <p class="hint" role="status">
            {t('switcher.none')}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function TargetRow({ chat, target: { name, channel, user } }: { chat: Chat; target: Target }) {
  if (user) {
    return (
      <>
        <Avatar id={user.id} name={user.name} kind="small" />
        <span class="person-name">{name}</span>
        <span class="hint">@{user.handle}</span>
      </>
    );
  }
  const team = chat.directory.teams.value?.find((other) => other.id === channel!.team);
  const unread = channel!.member === false ? 0 : chat.attention(channel!.id).badge;
  return (
    <>
      <ChannelMark chat={chat} channel={channel!} />
      <span class="person-name">{name}</span>
      {team && <span class="hint">{team.name}</span>}
      {unread > 0 && <span class="badge">{unread > 999 ? '999+' : unread}</span>}
    </>
  );
}

/** What fits, the best first: unread channels when nothing is typed. */
function targetsFor(chat: Chat, typed: string, people: readonly User[]): readonly Target[] {
  const { directory } = chat;
  const channels = [
    ...(directory.teams.value ?? []).flatMap((team) => directory.channelsOf(team.id) ?? []),
    ...(directory.dms.value ?? []),
  ];
  const targets = channels.flatMap((channel): Target[] => {
    const name = nameOf(chat, channel);
    const fit = rank(name, typed);
    const away = channel.member === false ? 3 : 0;
    const quiet = typed === '' && chat.attention(channel.id).badge === 0 ? 1 : 0;
    return fit === null ? [] : [{ key: channel.id, name, rank: fit + away + quiet, channel }];
  });
  const withDm = new Set(
    (directory.dms.value ?? [])
      .map((dm) => directory.othersOf(dm))
      .flatMap((o) => (o.length === 1 ? o[0]!.id : [])),
  );
  const known = typed === '' ? [] : directory.everybody().filter((user) => rank(user.name, typed) === 0);
  const others = [...new Map([...people, ...known].map((user) => [user.id, user])).values()]
    .filter((user) => !withDm.has(user.id) && user.id !== chat.me.id)
    .map((user): Target => ({ key: user.id, name: user.name, rank: 2.5, user }));
  return [...targets, ...others]
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
    .slice(0, SHOWN);
}
