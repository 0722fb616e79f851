import { t } from '../../i18n/i18n';
import { CopyField } from '../parts/CopyField';
import { Dialog } from '../parts/Dialog';
import { closeDialog } from './open';

/** Pages served without TLS have no clipboard: the text is shown, and the keyboard copies it. */
export function CopyDialog({ text }: { text: string }) {
  return (
    <Dialog title={t('action.copy')} onClose={closeDialog}>
      <CopyField label={t('action.copy')} value={text} />
    </Dialog>
  );
}
