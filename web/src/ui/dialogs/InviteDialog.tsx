import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Invite, Team } from '../../api/types';
import { longDayText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { CopyField } from '../parts/CopyField';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { hrefOf } from '../route';
import { closeDialog } from './open';

export function InviteDialog({ chat, team }: { chat: Chat; team: Team }) {
  const invite = useSignal<Invite | null>(null);
  const { problem, submit } = useSubmit(async () => {
    invite.value = await chat.client.invite(team.id);
  });
  useEffect(() => void submit(), [team.id]);
  return (
    <Dialog title={t('team.invite')} onClose={closeDialog}>
      <p>{t('team.invite.hint', { team: team.name })}</p>
      {invite.value ? (
        <CopyField
          label={t('team.invite.link')}
          value={linkOf(invite.value)}
          hint={t('team.invite.expires', { date: longDayText(invite.value.expires) })}
        />
      ) : (
        !problem.value && <p class="hint">{t('team.invite.making')}</p>
      )}
      <ProblemNote problem={problem.value} />
      {team.open && <CopyField label={t('team.id')} value={team.id} hint={t('team.id.hint')} />}
    </Dialog>
  );
}

function linkOf(invite: Invite): string {
  return `${location.origin}/${hrefOf({ page: 'invite', code: invite.code })}`;
}
