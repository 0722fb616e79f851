import type { Channel, Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon, type IconName } from '../parts/Icon';
import { openPopup } from '../popup/open';
import { type Action, act, actionsOf } from './actions';

const ICONS: Record<Action, IconName> = {
  react: 'smile',
  comment: 'comment',
  quote: 'quote',
  link: 'link',
  copy: 'copy',
  pin: 'pin',
  unread: 'unread',
  edit: 'edit',
  delete: 'trash',
};

/** These stand in the bar itself, the others in its menu. */
const DIRECT: readonly Action[] = ['react', 'comment', 'quote'];

interface Props {
  readonly chat: Chat;
  readonly channel: Channel;
  readonly message: Message;
  readonly inThread: boolean;
}

/** What can be done with the message that is pointed at. */
export function ActionBar({ chat, channel, message, inThread }: Props) {
  const actions = actionsOf(chat, channel, message, inThread);
  if (actions.length === 0) {
    return null;
  }
  const direct = actions.filter((action) => DIRECT.includes(action));
  const more = actions.filter((action) => !DIRECT.includes(action));
  const run = (action: Action, anchor: HTMLElement): void =>
    act(chat, channel, message, action, anchor, inThread);
  return (
    <div class="actions" role="toolbar" aria-label={t('message.actions')}>
      {direct.map((action) => (
        <button
          key={action}
          type="button"
          class="icon-button small"
          aria-label={labelOf(action, message)}
          title={labelOf(action, message)}
          onClick={(event) => run(action, event.currentTarget)}
        >
          <Icon name={ICONS[action]} size={17} />
        </button>
      ))}
      {more.length > 0 && (
        <button
          type="button"
          class="icon-button small"
          aria-label={t('message.more')}
          title={t('message.more')}
          aria-haspopup="menu"
          onClick={(event) => {
            const anchor = event.currentTarget;
            openPopup(anchor, {
              kind: 'menu',
              label: t('message.actions'),
              items: more.map((action) => ({
                label: labelOf(action, message),
                icon: ICONS[action],
                danger: action === 'delete',
                onPick: () => run(action, anchor),
              })),
            });
          }}
        >
          <Icon name="more" size={17} />
        </button>
      )}
    </div>
  );
}

function labelOf(action: Action, message: Message): string {
  return action === 'pin' && message.pinned ? t('message.unpin') : t(`message.${action}`);
}
