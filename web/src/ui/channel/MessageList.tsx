import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Channel } from '../../api/types';
import { t } from '../../i18n/i18n';
import { atStart, unreadCount } from '../../store/channel';
import type { Chat } from '../../store/chat';
import { last } from '../../store/timeline';
import { Icon } from '../parts/Icon';
import { pointAt } from '../message/pointing';
import { panel } from '../panel/open';
import { go, route } from '../route';
import { Announcer } from './Announcer';
import { Beginning } from './Beginning';
import { MessageChunk } from './MessageChunk';
import { OutgoingRow } from './OutgoingRow';
import { UnreadBar } from './UnreadBar';
import { rowKeys } from './rowKeys';
import { closeTogether } from './rows';
import { useReading } from './useReading';
import { useScroll } from './useScroll';
import { Visibility } from './visibility';

interface Props {
  readonly chat: Chat;
  readonly channel: Channel;
  readonly name: string;
}

/** A channel's messages, oldest first; older and newer ones are loaded as the user scrolls. */
export function MessageList({ chat, channel, name }: Props) {
  const { id } = channel;
  const state = chat.channels.state(id);
  const loading = useSignal(false);
  const load = (more: () => Promise<unknown>): void => {
    if (!loading.value) {
      loading.value = true;
      more()
        .catch(() => undefined)
        .finally(() => (loading.value = false));
    }
  };
  const visibility = useMemo(() => new Visibility(), []);
  const { scroller, content, atEnd, toEnd, show } = useScroll(id, {
    onTop: () => !atStart(state.peek()) && load(() => chat.channels.loadOlder(id)),
    onBottom: () => !state.peek().live && load(() => chat.channels.loadNewer(id)),
    isLive: () => state.peek().live,
  });
  useEffect(() => visibility.start(scroller.current!), []);
  const newFrom = useReading(chat, state, atEnd);
  const outgoing = useComputed(() =>
    chat.sending.outbox.value.filter(
      (item) => item.channel === id && (item.parent === undefined || item.alsoInChannel === true),
    ),
  ).value;

  const toNewest = (): void => {
    chat.channels
      .toNewest(id)
      .then(() => requestAnimationFrame(toEnd))
      .catch(() => undefined);
  };
  // Writing means being at the end, and done with what was new.
  const lastWritten = outgoing.at(-1)?.id;
  useEffect(() => {
    if (lastWritten !== undefined) {
      newFrom.value = null;
      if (state.peek().live) {
        toEnd();
      } else {
        toNewest();
      }
    }
  }, [lastWritten]);

  /** Goes to a message wherever it is in the history; the URL then is the channel's own again. */
  const jump = async (seq: number): Promise<void> => {
    if (await chat.channels.openAround(id, seq)) {
      show(seq);
    } else {
      const { parent } = await chat.client.message(id, seq);
      if (parent != null) {
        panel.value = { kind: 'thread', channel: id, parent, seq };
      }
    }
  };
  const place = route.value;
  const linked = place.page === 'channel' && place.channel === id ? place.message : undefined;
  useEffect(() => {
    if (linked !== undefined) {
      go({ page: 'channel', team: channel.team ?? null, channel: id }, true);
      void jump(linked).catch(() => undefined);
    }
  }, [linked]);

  const { timeline: chunks, live } = state.value;
  const unread = unreadCount(state.value);
  const newest = last(chunks);
  return (
    <div class="list-frame">
      <UnreadBar
        chat={chat}
        channel={id}
        newFrom={newFrom}
        scroller={scroller}
        onJump={(n) =>
          chat.channels
            .seqOf(id, n)
            .then((seq) => (seq === undefined ? undefined : jump(seq)))
            .catch(() => undefined)
        }
      />
      <div
        ref={scroller}
        class="scroller"
        role="region"
        aria-label={t('messages.label', { name })}
        tabIndex={0}
        data-start
        {...pointAt}
        onKeyDown={(event) => rowKeys(event, chat, false)}
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
          {!live && <p class="older hint">{t('messages.newer')}</p>}
          {live &&
            outgoing.map((item, index) => (
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
      {!(atEnd.value && live) && (
        <button
          type="button"
          class="to-end"
          aria-label={unread > 0 ? t('messages.latest.count', { count: unread }) : t('messages.latest')}
          onClick={live ? toEnd : toNewest}
        >
          {unread > 0 && <span>{t('messages.latest.count', { count: unread })}</span>}
          <Icon name="down" />
        </button>
      )}
      <Announcer chat={chat} channel={id} />
    </div>
  );
}

function inChunk(n: number | null, first: number, last: number): number | null {
  return n !== null && n >= first && n <= last ? n : null;
}
