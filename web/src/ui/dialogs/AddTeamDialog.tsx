import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { closeDialog } from './open';
import { CreateTeamForm, JoinTeamForm } from './TeamForms';

export function AddTeamDialog({ chat }: { chat: Chat }) {
  return (
    <Dialog title={t('team.add')} onClose={closeDialog}>
      <section>
        <h3>{t('team.create')}</h3>
        <CreateTeamForm chat={chat} />
      </section>
      <section class="divided">
        <h3>{t('team.join')}</h3>
        <JoinTeamForm chat={chat} />
      </section>
    </Dialog>
  );
}
