import type { Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { MessageText } from '../channel/MessageText';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { closeDialog } from './open';

/** Asks before a message is deleted for everybody. */
export function DeleteDialog({ chat, message }: { chat: Chat; message: Message }) {
  const { busy, problem, submit } = useSubmit(async () => {
    await chat.client.delete(message.channel, message.seq);
    closeDialog();
  });
  const images = message.attachments?.length ?? 0;
  return (
    <Dialog title={t('message.delete.title')} onClose={closeDialog}>
      <p>{t('message.delete.text')}</p>
      <blockquote class="deleting">
        {message.body.trim() !== '' && <MessageText chat={chat} message={message} />}
        {images > 0 && <p class="hint">{t('image.count', { count: images })}</p>}
      </blockquote>
      <ProblemNote problem={problem.value} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={closeDialog}>
          {t('action.cancel')}
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={submit}>
          {t('message.delete')}
        </button>
      </div>
    </Dialog>
  );
}
