import { t } from '../../i18n/i18n';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { type OpenDialog, closeDialog, dialog } from './open';

type Props = OpenDialog & { readonly kind: 'confirm' };

/** Asks before something that is not easily taken back. */
export function ConfirmDialog({ title, text, action, run, back }: Props) {
  const done = (): void => {
    if (back) {
      dialog.value = back;
    } else {
      closeDialog();
    }
  };
  const { busy, problem, submit } = useSubmit(async () => {
    await run();
    done();
  });
  return (
    <Dialog title={title} onClose={done}>
      <p>{text}</p>
      <ProblemNote problem={problem.value} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={done}>
          {t('action.cancel')}
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={submit}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
