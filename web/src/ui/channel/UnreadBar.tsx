import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';

interface Props {
  readonly chat: Chat;
  readonly channel: string;
  /** The ordinal of the first message that was unread when I came. */
  readonly newFrom: Signal<number | null>;
  readonly scroller: RefObject<HTMLDivElement>;
  readonly onJump: (n: number) => void;
}

/** While the first new message lies above what is on the screen: the way there, or past it. */
export function UnreadBar({ chat, channel, newFrom, scroller, onJump }: Props) {
  const { n, timeline } = chat.channels.state(channel).value;
  const above = useSignal(false);
  const from = newFrom.value;
  useEffect(() => {
    const box = scroller.current!;
    const look = (): void => {
      const line = box.querySelector('.new-line');
      const seen = line !== null && line.getBoundingClientRect().bottom > box.getBoundingClientRect().top;
      if (seen) {
        above.value = false;
      } else if (from !== null) {
        const top = box.querySelector<HTMLElement>('.chunk.shown article[data-n]');
        above.value = top !== null && Number(top.dataset['n']) > from;
        if (line !== null) {
          above.value = true;
        }
      }
    };
    look();
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [from, timeline]);
  if (from === null || from > n || !above.value) {
    return null;
  }
  return (
    <div class="unread-bar" role="status">
      <button type="button" class="unread-jump" onClick={() => onJump(from)}>
        <Icon name="up" size={16} />
        {t('messages.unread.jump', { count: n + 1 - from })}
      </button>
      <button
        type="button"
        class="unread-done"
        aria-label={t('messages.unread.done')}
        title={t('messages.unread.done')}
        onClick={() => {
          newFrom.value = null;
          chat.markRead(channel, n);
        }}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
