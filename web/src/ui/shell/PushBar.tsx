import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';
import { attempt } from '../parts/notices';

/** Asks, once there is something to miss, whether to be told about new messages. */
export function PushBar({ chat }: { chat: Chat }) {
  if (!chat.push.isWelcome.value) {
    return null;
  }
  return (
    <div class="banner ask" role="region" aria-label={t('notifications.title')}>
      <Icon name="bell" />
      <span class="banner-text">{t('push.welcome')}</span>
      <button type="button" class="banner-button" onClick={() => attempt(() => chat.push.enable())}>
        {t('push.enable')}
      </button>
      <button type="button" class="banner-button" onClick={() => chat.push.later()}>
        {t('push.later')}
      </button>
    </div>
  );
}
