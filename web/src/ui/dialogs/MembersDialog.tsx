import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Channel, Member, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Avatar } from '../parts/Avatar';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { nameOf } from '../parts/names';
import { PeopleFinder } from '../parts/PeopleFinder';
import { go } from '../route';
import { closeDialog } from './open';

/** Who is in a channel; members of a team's channel add others or leave. */
export function MembersDialog({ chat, channel }: { chat: Chat; channel: Channel }) {
  const members = useSignal<readonly Member[]>([]);
  const load = useSubmit(async () => {
    members.value = await chat.client.members(channel.id);
    chat.directory.learn(members.value);
  });
  const added = useSignal<User | null>(null);
  const add = useSubmit(async () => {
    await chat.client.addMember(channel.id, added.value!.id);
    await load.submit();
  });
  const leave = useSubmit(async () => {
    await chat.leaveChannel(channel);
    closeDialog();
    go(channel.team ? { page: 'team', team: channel.team } : { page: 'home' });
  });
  useEffect(() => void load.submit(), [channel.id]);
  return (
    <Dialog title={`${t('channel.members')} · ${nameOf(chat, channel)}`} onClose={closeDialog}>
      {channel.team && (
        <PeopleFinder
          label={t('channel.members.add')}
          find={(prefix) => chat.client.teamMembers(channel.team!, prefix)}
          except={members.value.map((member) => member.id)}
          onPick={(user) => {
            added.value = user;
            void add.submit();
          }}
        />
      )}
      <ProblemNote problem={add.problem.value ?? leave.problem.value ?? load.problem.value} />
      <ul class="people">
        {members.value.map((member) => (
          <li key={member.id}>
            <Avatar id={member.id} name={member.name} kind="small" />
            <span class="person-name">{member.name}</span>
            <span class="hint">@{member.handle}</span>
            {(member.role === 'owner' || member.role === 'admin') && (
              <span class="tag">{t(`role.${member.role}` as 'role.owner' | 'role.admin')}</span>
            )}
          </li>
        ))}
      </ul>
      {channel.team && (
        <button type="button" class="button danger" onClick={leave.submit} disabled={leave.busy}>
          {t('channel.leave')}
        </button>
      )}
    </Dialog>
  );
}
