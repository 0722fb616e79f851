import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Channel, Member } from '../../api/types';
import { agoText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { byPresence, customNow } from '../../store/presence';
import { folded } from '../../store/search';
import { Avatar } from '../parts/Avatar';
import { ProblemNote, useSubmit } from '../parts/form';
import { nameOf } from '../parts/names';
import { attempt } from '../parts/notices';
import { PeopleFinder } from '../parts/PeopleFinder';
import { PresenceDot } from '../parts/PresenceDot';
import { go } from '../route';
import { PanelFrame } from './PanelHost';
import { closePanel } from './open';

/** Presence is asked for again this often while the list is open. */
const REFRESH_MS = 30_000;

/** More people than this are found by name only. */
const SHOWN = 500;

/** Who is in a channel and who of them is there; members of a team's channel add others or leave. */
export function MembersPanel({ chat, id }: { chat: Chat; id: string }) {
  const channel = chat.directory.find(id);
  return channel ? <Members chat={chat} channel={channel} /> : null;
}

function Members({ chat, channel }: { chat: Chat; channel: Channel }) {
  const members = useSignal<readonly Member[] | null>(null);
  const filter = useSignal('');
  const load = useSubmit(async () => {
    members.value = await chat.client.members(channel.id);
    chat.directory.learn(members.value);
  });
  const leave = useSubmit(async () => {
    await chat.leaveChannel(channel);
    closePanel();
    go(channel.team ? { page: 'team', team: channel.team } : { page: 'home' });
  });
  useEffect(() => void load.submit(), [chat.memberChanges.value]);
  usePresenceOf(chat, channel);

  const wanted = folded(filter.value.trim());
  const statusOf = (member: Member) => chat.presence.of(member.id).value.status;
  const shown = (members.value ?? [])
    .filter(({ name, handle }) => folded(name).includes(wanted) || handle.includes(wanted))
    .sort((a, b) => byPresence(statusOf(a), statusOf(b)) || a.name.localeCompare(b.name));
  return (
    <PanelFrame title={t('channel.members')} sub={nameOf(chat, channel)}>
      <div class="panel-form">
        {channel.team && (
          <PeopleFinder
            label={t('channel.members.add')}
            placeholder={t('channel.members.add')}
            find={(prefix) =>
              prefix === '' ? Promise.resolve([]) : chat.client.teamMembers(channel.team!, prefix)
            }
            except={(members.value ?? []).map((member) => member.id)}
            onPick={(user) =>
              void attempt(async () => {
                await chat.client.addMember(channel.id, user.id);
                await load.submit();
              })
            }
          />
        )}
        {(members.value?.length ?? 0) > 10 && (
          <input
            type="search"
            class="panel-field"
            aria-label={t('members.filter')}
            placeholder={t('members.filter')}
            value={filter}
            onInput={(event) => (filter.value = event.currentTarget.value)}
          />
        )}
        <ProblemNote problem={leave.problem.value ?? load.problem.value} />
      </div>
      <div class="panel-scroller" tabIndex={0} role="region" aria-label={t('channel.members')}>
        <ul class="people">
          {shown.slice(0, SHOWN).map((member) => (
            <MemberRow key={member.id} chat={chat} member={member} />
          ))}
        </ul>
        {shown.length > SHOWN && (
          <p class="hint panel-note">{t('members.more', { count: shown.length - SHOWN })}</p>
        )}
      </div>
      {channel.team && (
        <footer class="panel-foot">
          <button type="button" class="button danger" onClick={leave.submit} disabled={leave.busy}>
            {t('channel.leave')}
          </button>
        </footer>
      )}
    </PanelFrame>
  );
}

function MemberRow({ chat, member }: { chat: Chat; member: Member }) {
  const { status, custom, lastSeen } = chat.presence.of(member.id).value;
  const said = customNow(custom);
  const away = status === 'offline' || status === 'unknown';
  return (
    <li class={away ? 'away' : ''}>
      <span class="with-presence">
        <Avatar id={member.id} name={member.name} kind="small" />
        <PresenceDot chat={chat} user={member.id} />
      </span>
      <span class="person-name">{member.name}</span>
      <span class="hint">
        @{member.handle}
        {said && ` · ${said.emoji ?? ''} ${said.text}`}
        {away && lastSeen && ` · ${t('presence.lastSeen', { time: agoText(lastSeen) })}`}
      </span>
      {member.role !== 'member' && <span class="tag">{t(`role.${member.role}`)}</span>}
    </li>
  );
}

function usePresenceOf(chat: Chat, channel: Channel): void {
  useEffect(() => {
    const team = channel.team;
    if (!team) {
      return undefined;
    }
    const ask = (): void => {
      if (document.visibilityState === 'visible') {
        chat.client.presence(team).then(
          (entries) => chat.presence.learn(entries),
          () => undefined,
        );
      }
    };
    ask();
    const timer = setInterval(ask, REFRESH_MS);
    return () => clearInterval(timer);
  }, [channel.id]);
}
