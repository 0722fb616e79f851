import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Connection } from '../../socket/connection';
import { Icon } from '../parts/Icon';

/** Starting up is no news: the banner waits this long for the first connection. */
const PATIENCE_MS = 2_000;

/** Says that there is no connection and when the next attempt is. */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  const patient = useSignal(true);
  const status = connection.status.value;
  useEffect(() => {
    if (status.kind === 'online') {
      patient.value = false;
      return undefined;
    }
    const timer = setTimeout(() => (patient.value = false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [status.kind === 'online']);
  const away = status.kind !== 'online' && status.kind !== 'off' && !patient.value;
  return (
    <div role="status" class="banner-slot">
      {away && (
        <div class="banner">
          <Icon name="offline" />
          <span class="banner-text">{t('connection.lost')}</span>
          <span class="banner-next" aria-hidden="true">
            {status.kind === 'waiting' ? <Countdown until={status.until} /> : t('connection.retrying')}
          </span>
          <button
            type="button"
            class="banner-button"
            disabled={status.kind !== 'waiting'}
            onClick={connection.retryNow}
          >
            {t('connection.now')}
          </button>
        </div>
      )}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const left = useSignal(secondsTo(until));
  useEffect(() => {
    left.value = secondsTo(until);
    const timer = setInterval(() => (left.value = secondsTo(until)), 250);
    return () => clearInterval(timer);
  }, [until]);
  return <>{t('connection.waiting', { count: left.value })}</>;
}

function secondsTo(until: number): number {
  return Math.max(1, Math.ceil((until - Date.now()) / 1000));
}
