import type { Channel } from '../../api/types';
import { t } from '../../i18n/i18n';
import { Icon } from '../parts/Icon';

/** Stands above the first message of a channel. */
export function Beginning({ channel, name, isEmpty }: { channel: Channel; name: string; isEmpty: boolean }) {
  if (channel.kind === 'dm') {
    return (
      <div class="beginning">
        <h2>{name}</h2>
        <p class="hint">{t('messages.start.dm', { name })}</p>
      </div>
    );
  }
  return (
    <div class="beginning">
      <span class="beginning-mark">
        <Icon name={channel.private ? 'lock' : 'hash'} size={26} />
      </span>
      <h2>{t('messages.start', { name })}</h2>
      {isEmpty && <p class="hint">{t('messages.start.text')}</p>}
    </div>
  );
}
