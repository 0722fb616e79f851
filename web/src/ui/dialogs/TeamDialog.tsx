import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member, Role, Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { isAdmin, outranks, rolesToGive } from '../../store/roles';
import { Avatar } from '../parts/Avatar';
import { Dialog } from '../parts/Dialog';
import { Field, ProblemNote, Switch, useSubmit } from '../parts/form';
import { attempt } from '../parts/notices';
import { PresenceDot } from '../parts/PresenceDot';
import { go } from '../route';
import { closeDialog, dialog } from './open';

/** The team's name, who is in it with which role, and the way out of it. */
export function TeamDialog({ chat, id }: { chat: Chat; id: string }) {
  const team = chat.directory.teams.value?.find((other) => other.id === id);
  return team ? (
    <Dialog title={t('team.settings', { name: team.name })} onClose={closeDialog}>
      {isAdmin(team.role) && <TeamForm chat={chat} team={team} />}
      <TeamMembers chat={chat} team={team} />
      <LeaveTeam chat={chat} team={team} />
    </Dialog>
  ) : null;
}

function TeamForm({ chat, team }: { chat: Chat; team: Team }) {
  const name = useSignal(team.name);
  const open = useSignal(team.open);
  const { busy, problem, submit } = useSubmit(() =>
    chat.changeTeam(team.id, { name: name.value.trim(), open: open.value }),
  );
  const same = name.value.trim() === team.name && open.value === team.open;
  return (
    <form class="form" onSubmit={submit}>
      <Field
        label={t('team.name')}
        value={name}
        onInput={(event) => (name.value = event.currentTarget.value)}
        autocomplete="off"
        required
      />
      <Switch
        label={t('team.open')}
        hint={t('team.open.hint')}
        checked={open.value}
        onChange={(checked) => (open.value = checked)}
      />
      <ProblemNote problem={problem.value} />
      <button type="submit" class="button primary" disabled={busy.value || same}>
        {t('action.save')}
      </button>
    </form>
  );
}

/** The first members; others are found by name. */
const SHOWN = 100;

function TeamMembers({ chat, team }: { chat: Chat; team: Team }) {
  const prefix = useSignal('');
  const members = useSignal<readonly Member[]>([]);
  const load = useSubmit(async () => {
    members.value = await chat.client.teamMembers(team.id, prefix.value.trim(), SHOWN);
    chat.directory.learn(members.value);
  });
  useEffect(() => void load.submit(), [prefix.value, chat.teamChanges.value]);
  const change = (task: () => Promise<unknown>): void => {
    void attempt(async () => {
      await task();
      await load.submit();
    });
  };
  return (
    <section class={isAdmin(team.role) ? 'divided' : ''}>
      <h3>{t('channel.members')}</h3>
      <input
        type="search"
        class="panel-field"
        aria-label={t('members.filter')}
        placeholder={t('members.filter')}
        value={prefix}
        onInput={(event) => (prefix.value = event.currentTarget.value)}
      />
      <ProblemNote problem={load.problem.value} />
      <ul class="people team-people">
        {members.value.map((member) => (
          <li key={member.id}>
            <span class="with-presence">
              <Avatar id={member.id} name={member.name} kind="small" />
              <PresenceDot chat={chat} user={member.id} />
            </span>
            <span class="person-name">{member.name}</span>
            <span class="hint">@{member.handle}</span>
            <RoleChoice
              mine={team.role}
              member={member}
              onChange={(role) => change(() => chat.client.setRole(team.id, member.id, role))}
            />
            {outranks(team.role, member.role) && isAdmin(team.role) && member.id !== chat.me.id && (
              <button
                type="button"
                class="button danger small"
                aria-label={t('team.removeNamed', { name: member.name })}
                onClick={() =>
                  (dialog.value = {
                    kind: 'confirm',
                    title: t('team.remove.title', { name: member.name }),
                    text: t('team.remove.text'),
                    action: t('team.remove'),
                    run: () => chat.client.removeTeamMember(team.id, member.id),
                    back: { kind: 'team', id: team.id },
                  })
                }
              >
                {t('team.remove')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RoleProps {
  readonly mine: Role;
  readonly member: Member;
  readonly onChange: (role: Role) => void;
}

/** Somebody's role; those above them choose another. */
function RoleChoice({ mine, member, onChange }: RoleProps) {
  const roles = rolesToGive(mine, member.role);
  if (roles.length === 0) {
    return <span class="tag">{t(`role.${member.role}`)}</span>;
  }
  return (
    <select
      class="role-select"
      aria-label={t('team.roleOf', { name: member.name })}
      value={member.role}
      onChange={(event) => onChange(event.currentTarget.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`role.${role}`)}
        </option>
      ))}
    </select>
  );
}

/** Everybody may leave but the owner, who first gives the team to somebody else. */
function LeaveTeam({ chat, team }: { chat: Chat; team: Team }) {
  const leave = (): void => {
    dialog.value = {
      kind: 'confirm',
      title: t('team.leave.title', { name: team.name }),
      text: t('team.leave.text'),
      action: t('team.leave'),
      run: async () => {
        await chat.client.removeTeamMember(team.id, chat.me.id);
        await chat.directory.loadTeams();
        go({ page: 'home' });
      },
    };
  };
  return (
    <section class="divided row-buttons">
      {team.role === 'owner' ? (
        <button type="button" class="button" onClick={() => (dialog.value = { kind: 'transfer', team })}>
          {t('team.transfer')}
        </button>
      ) : (
        <button type="button" class="button danger" onClick={leave}>
          {t('team.leave')}
        </button>
      )}
    </section>
  );
}
