import { useSignal } from '@preact/signals';
import type { Team, User } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { PeopleFinder } from '../parts/PeopleFinder';
import { closeDialog } from './open';

/** Gives the team to somebody else; its owner becomes an admin. */
export function TransferDialog({ chat, team }: { chat: Chat; team: Team }) {
  const to = useSignal<User | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    chat.directory.putTeam(await chat.client.transferTeam(team.id, to.value!.id));
    closeDialog();
  });
  const find = async (prefix: string): Promise<readonly User[]> =>
    (await chat.client.teamMembers(team.id, prefix)).filter(({ role }) => role !== 'guest');
  return (
    <Dialog title={t('team.transfer')} onClose={closeDialog}>
      <p>{t('team.transfer.text')}</p>
      {to.value ? (
        <p>
          <strong>{to.value.name}</strong> <span class="hint">@{to.value.handle}</span>
        </p>
      ) : (
        <PeopleFinder
          label={t('team.transfer.to')}
          find={find}
          except={[chat.me.id]}
          onPick={(user) => (to.value = user)}
        />
      )}
      <ProblemNote problem={problem.value} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={closeDialog}>
          {t('action.cancel')}
        </button>
        <button
          type="button"
          class="button danger"
          disabled={busy.value || to.value === null}
          onClick={submit}
        >
          {t('team.transfer')}
        </button>
      </div>
    </Dialog>
  );
}
