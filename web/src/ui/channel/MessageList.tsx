import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Channel } from '../../api/types';
import { t } from '../../i18n/i18n';
import { atStart, unreadCount } from '../../store/channel';
import type { Chat } from '../../store/chat';
import { last } from '../../store/timeline';
import { Icon } from '../parts/Icon';
import { Announcer } from './Announcer';
import { Beginning } from './Beginning';
import { MessageChunk } from './MessageChunk';
import { OutgoingRow } from './OutgoingRow';
import { closeTogether } from './rows';
import { useReading } from './useReading';
import { useScroll } from './useScroll';
import { Visibility } from './visibility';

interface Props {
  readonly chat: Chat;
  readonly channel: Channel;
  readonly name: string;
}

/** A channel's messages, oldest first; older ones are loaded as the user scrolls up. */
export function MessageList({ chat, channel, name }: Props) {
  const state = chat.channels.state(channel.id);
  const loadingOlder = useSignal(false);
  const loadOlder = (): void => {
    if (!loadingOlder.value && !atStart(state.peek())) {
      loadingOlder.value = true;
      chat.channels
        .loadOlder(channel.id)
        .catch(() => undefined)
        .finally(() => (loadingOlder.value = false));
    }
  };
  const visibility = useMemo(() => new Visibility(), []);
  const { scroller, content, atEnd, toEnd } = useScroll(channel.id, loadOlder);
  useEffect(() => visibility.start(scroller.current!), []);
  const newFrom = useReading(chat, state, atEnd);
  const outgoing = useComputed(() =>
    chat.sending.outbox.value.filter((item) => item.channel === channel.id),
  ).value;

  // Writing means being at the end, and done with what was new.
  const lastWritten = outgoing.at(-1)?.id;
  useEffect(() => {
    if (lastWritten !== undefined) {
      newFrom.value = null;
      toEnd();
    }
  }, [lastWritten]);

  const chunks = state.value.timeline;
  const unread = unreadCount(state.value);
  const newest = last(chunks);
  return (
    <div class="list-frame">
      <div
        ref={scroller}
        class="scroller"
        role="region"
        aria-label={t('messages.label', { name })}
        tabIndex={0}
        data-start
      >
        <div ref={content} class="list">
          {atStart(state.value) ? (
            <Beginning channel={channel} name={name} isEmpty={chunks.length === 0 && outgoing.length === 0} />
          ) : (
            <p class="older hint">{t('messages.older')}</p>
          )}
          {chunks.map((chunk, index) => (
            <MessageChunk
              key={chunk.index}
              chat={chat}
              chunk={chunk}
              before={chunks[index - 1]?.messages.at(-1)}
              newFrom={inChunk(newFrom.value, chunk.messages[0]!.n, chunk.messages.at(-1)!.n)}
              visibility={visibility}
            />
          ))}
          {outgoing.map((item, index) => (
            <OutgoingRow
              key={item.id}
              chat={chat}
              item={item}
              grouped={
                index > 0 ||
                (newest?.sender === chat.me.id &&
                  closeTogether(newest.time, new Date(item.written).toISOString()))
              }
            />
          ))}
        </div>
      </div>
      {!atEnd.value && (
        <button
          type="button"
          class="to-end"
          aria-label={unread > 0 ? t('messages.latest.count', { count: unread }) : t('messages.latest')}
          onClick={toEnd}
        >
          {unread > 0 && <span>{t('messages.latest.count', { count: unread })}</span>}
          <Icon name="down" />
        </button>
      )}
      <Announcer chat={chat} channel={channel.id} />
    </div>
  );
}

function inChunk(n: number | null, first: number, last: number): number | null {
  return n !== null && n >= first && n <= last ? n : null;
}
