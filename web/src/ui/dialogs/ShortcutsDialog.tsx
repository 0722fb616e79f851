import type { Key } from '../../i18n/messages';
import { t } from '../../i18n/i18n';
import { ACTION_KEYS } from '../message/actions';
import { Dialog } from '../parts/Dialog';
import { SHORTCUTS } from '../shell/useShortcuts';
import { closeDialog } from './open';

/** Every key that does something, by where it works. */
export function ShortcutsDialog() {
  return (
    <Dialog title={t('keys.title')} onClose={closeDialog}>
      <Keys title={t('keys.everywhere')} rows={SHORTCUTS.map(({ keys, text }) => [keys, t(text)])} />
      <Keys
        title={t('keys.writing')}
        rows={[
          ['Enter', t('composer.send')],
          ['Shift Enter', t('keys.newLine')],
          ['@', t('keys.mention')],
          ['↑', t('keys.editLast')],
        ]}
      />
      <Keys
        title={t('keys.messages')}
        rows={[
          ['↑ ↓', t('keys.move')],
          ...Object.entries(ACTION_KEYS).map(([key, action]): [string, string] => [
            key.length === 1 ? key.toUpperCase() : key,
            t(`message.${action}` as Key),
          ]),
        ]}
      />
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="keys">
        {rows.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
