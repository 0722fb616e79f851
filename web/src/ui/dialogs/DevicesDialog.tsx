import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Device } from '../../api/types';
import { fullText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { attempt } from '../parts/notices';
import { closeDialog } from './open';

/** Where I am signed in; every other device can be signed out from here. */
export function DevicesDialog({ chat }: { chat: Chat }) {
  const devices = useSignal<readonly Device[] | null>(null);
  const load = useSubmit(async () => {
    devices.value = await chat.client.devices();
  });
  useEffect(() => void load.submit(), []);
  return (
    <Dialog title={t('devices.title')} onClose={closeDialog}>
      <ProblemNote problem={load.problem.value} />
      {devices.value === null && !load.problem.value && <p class="hint">{t('app.loading')}</p>}
      <ul class="devices">
        {devices.value?.map((device) => (
          <li key={device.device}>
            <div>
              <strong>{device.name}</strong>
              <p class="hint">
                {device.current
                  ? t('devices.this')
                  : device.lastUsed
                    ? t('devices.lastUsed', { time: fullText(device.lastUsed) })
                    : device.platform}
                {device.push ? ` · ${t('devices.push')}` : ''}
              </p>
            </div>
            {!device.current && (
              <button
                type="button"
                class="button danger small"
                aria-label={t('devices.signOutNamed', { name: device.name })}
                onClick={() =>
                  attempt(async () => {
                    await chat.client.signOutDevice(device.device);
                    await load.submit();
                  })
                }
              >
                {t('devices.signOut')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
