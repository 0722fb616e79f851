import { useSignal } from '@preact/signals';
import type { Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { Field, ProblemNote, Switch, useSubmit } from '../parts/form';
import { go } from '../route';
import { closeDialog } from './open';

export function CreateChannelDialog({ chat, team }: { chat: Chat; team: Team }) {
  const name = useSignal('');
  const isPrivate = useSignal(false);
  const { busy, problem, submit } = useSubmit(async () => {
    const channel = await chat.createChannel(team.id, name.value.trim(), isPrivate.value);
    closeDialog();
    go({ page: 'channel', team: team.id, channel: channel.id });
  });
  return (
    <Dialog title={t('channel.add')} onClose={closeDialog}>
      <form class="form" onSubmit={submit}>
        <Field
          label={t('channel.name')}
          hint={t('channel.name.hint')}
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          autocomplete="off"
          required
        />
        <Switch
          label={t('channel.private')}
          hint={t('channel.private.hint')}
          checked={isPrivate.value}
          onChange={(checked) => (isPrivate.value = checked)}
        />
        <ProblemNote problem={problem.value} />
        <button type="submit" class="button primary" disabled={busy}>
          {t('action.create')}
        </button>
      </form>
    </Dialog>
  );
}
