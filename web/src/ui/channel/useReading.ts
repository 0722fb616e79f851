import { type ReadonlySignal, type Signal, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ChannelState } from '../../store/channel';
import { unreadCount, unreadStart } from '../../store/channel';
import type { Chat } from '../../store/chat';

/** Whether somebody may be looking at this tab. */
const visible = signal(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'));

/**
 * Marks messages as read when they are really looked at (the tab is visible and the list at its end), and
 * remembers where the unread ones began: the `n` of the first, or null.
 */
export function useReading(
  chat: Chat,
  state: ReadonlySignal<ChannelState>,
  atEnd: ReadonlySignal<boolean>,
): Signal<number | null> {
  const { id, n, read, live, unreadFrom } = state.value;
  const newFrom = useSignal<number | null>(unreadCount(state.peek()) > 0 ? unreadStart(state.peek()) : null);
  const lookedAt = useRef(false);
  /** Marked unread while it was open: it stays so until it is opened again. */
  const before = useRef(unreadFrom);
  const left = unreadFrom !== null && unreadFrom !== before.current;
  const looking = visible.value && atEnd.value && live && !left;

  useEffect(() => {
    if (!looking && lookedAt.current && unreadCount(state.peek()) === 0) {
      // Looking away: what comes from here on is new.
      newFrom.value = null;
    }
    lookedAt.current = looking;
  }, [looking]);
  useEffect(() => {
    if (left) {
      newFrom.value = unreadFrom;
    }
  }, [unreadFrom]);
  useEffect(() => {
    if (n > read && !looking) {
      newFrom.value ??= read + 1;
    }
    if (looking && (n > read || unreadFrom !== null)) {
      chat.markRead(id, n);
    }
  }, [looking, n, read, unreadFrom, chat.connection.status.value.kind === 'online']);
  return newFrom;
}
