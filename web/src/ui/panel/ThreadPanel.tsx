import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { persist } from '../../api/persist';
import type { Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { find } from '../../store/timeline';
import { Composer } from '../channel/Composer';
import { flash } from '../channel/flash';
import { MessageArticle } from '../channel/MessageRow';
import { OutgoingRow } from '../channel/OutgoingRow';
import { rowKeys } from '../channel/rowKeys';
import { closeTogether } from '../channel/rows';
import { pointAt } from '../message/pointing';
import { attempt } from '../parts/notices';
import { nameOf } from '../parts/names';
import { PanelFrame } from './PanelHost';

const END_PX = 60;

interface Props {
  readonly chat: Chat;
  readonly id: string;
  readonly parent: number;
  /** The comment that a link leads to. */
  readonly seq: number | undefined;
}

/** A message, the comments on it, and where to write one. */
export function ThreadPanel({ chat, id, parent, seq }: Props) {
  const channel = chat.directory.find(id);
  const thread = chat.threads.thread(id, parent);
  const fetched = useSignal<Message | null>(null);
  const shown = useComputed(
    () => find(chat.channels.state(id).value.timeline, parent) ?? fetched.value,
  ).value;
  const outgoing = useComputed(() =>
    chat.sending.outbox.value.filter((item) => item.channel === id && item.parent === parent),
  ).value;
  const online = chat.connection.status.value.kind === 'online';
  useEffect(() => {
    let wanted = true;
    // Also after a break, during which comments may have come.
    persist(
      () => chat.threads.open(id, parent),
      () => wanted,
    ).catch(() => undefined);
    if (shown === null) {
      persist(
        () => chat.client.message(id, parent),
        () => wanted,
      ).then(
        (message) => (fetched.value = message),
        () => undefined,
      );
    }
    return () => {
      wanted = false;
    };
  }, [online]);

  const { comments, more } = thread.value;
  const last = comments.at(-1)?.seq;
  useEffect(() => {
    if (last !== undefined && online) {
      void chat.readThread(id, parent, last).catch(() => undefined);
    }
  }, [last, online]);

  const following = chat.threads.following(id, parent).value;

  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current) {
      box.current!.scrollTop = box.current!.scrollHeight;
    }
  }, [comments, outgoing.length]);

  const isThere = comments.some((comment) => comment.seq === seq);
  useEffect(() => {
    const row = box.current!.querySelector<HTMLElement>(`article[data-seq="${seq}"]`);
    if (isThere && row) {
      row.scrollIntoView({ block: 'center' });
      flash(row);
    }
  }, [seq, isThere]);

  return (
    <PanelFrame
      title={t('thread.title')}
      sub={channel && nameOf(chat, channel)}
      tools={
        following !== null && (
          <button
            type="button"
            class="button small"
            onClick={() => attempt(() => chat.follow(id, parent, !following))}
          >
            {t(following ? 'thread.unfollow' : 'thread.follow')}
          </button>
        )
      }
    >
      <div
        ref={box}
        class="panel-scroller"
        tabIndex={0}
        role="region"
        aria-label={t('thread.title')}
        {...pointAt}
        onKeyDown={(event) => rowKeys(event, chat, true)}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < END_PX;
        }}
      >
        {shown && <MessageArticle chat={chat} message={shown} grouped={false} inThread />}
        <p class="thread-rule">{t('thread.count', { count: shown?.comments?.count ?? comments.length })}</p>
        {more && (
          <button
            type="button"
            class="link earlier"
            onClick={() => attempt(() => chat.threads.loadOlder(id, parent))}
          >
            {t('thread.earlier')}
          </button>
        )}
        {comments.map((comment, index) => (
          <MessageArticle
            key={comment.id}
            chat={chat}
            message={comment}
            inThread
            grouped={follows(comments[index - 1], comment)}
          />
        ))}
        {outgoing.map((item) => (
          <OutgoingRow key={item.id} chat={chat} item={item} grouped={false} />
        ))}
      </div>
      {channel && !channel.archived && shown && !shown.deleted && (
        <Composer chat={chat} channel={channel} name={nameOf(chat, channel)} parent={parent} />
      )}
    </PanelFrame>
  );
}

function follows(before: Message | undefined, message: Message): boolean {
  return before?.sender === message.sender && closeTogether(before.time, message.time);
}
