import { useSignal } from '@preact/signals';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Field, ProblemNote, Switch, useSubmit } from '../parts/form';
import { go } from '../route';
import { closeDialog, dialog } from './open';

export function CreateTeamForm({ chat }: { chat: Chat }) {
  const name = useSignal('');
  const open = useSignal(false);
  const { busy, problem, submit } = useSubmit(async () => {
    const team = await chat.createTeam(name.value.trim(), open.value);
    go({ page: 'team', team: team.id });
    dialog.value = { kind: 'invite', team };
  });
  return (
    <form class="form" onSubmit={submit}>
      <Field
        label={t('team.name')}
        placeholder={t('team.name.example')}
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
      <button type="submit" class="button primary" disabled={busy}>
        {t('team.create')}
      </button>
    </form>
  );
}

export function JoinTeamForm({ chat }: { chat: Chat }) {
  const text = useSignal('');
  const invite = /invite\/([^/\s]+)/.exec(text.value)?.[1];
  const { busy, problem, submit } = useSubmit(async () => {
    const team = invite
      ? await chat.acceptInvite(decodeURIComponent(invite))
      : await chat.joinTeam(text.value.trim());
    closeDialog();
    go({ page: 'team', team: team.id });
  });
  return (
    <form class="form" onSubmit={submit}>
      <Field
        label={t('team.join.field')}
        hint={t('team.join.hint')}
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
      />
      <ProblemNote
        problem={problem.value}
        {...(invite && problem.value?.status === 404 ? { text: t('invite.gone') } : {})}
      />
      <button type="submit" class="button" disabled={busy}>
        {t('team.join.action')}
      </button>
    </form>
  );
}
