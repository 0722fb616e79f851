import { memo } from './memo';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../../store/chat';
import type { Chunk, Numbered } from '../../store/timeline';
import { MessageRow } from './MessageRow';
import { rowsOf } from './rows';
import type { Visibility } from './visibility';

interface Props {
  readonly chat: Chat;
  readonly chunk: Chunk;
  /** The last message of the chunk before. */
  readonly before: Numbered | undefined;
  /** The first unread message's `n`, if it is in this chunk. */
  readonly newFrom: number | null;
  readonly visibility: Visibility;
}

/**
 * Fifty messages that are drawn, or left out with their height kept, as one: so a list of any length costs
 * what is near the screen.
 */
export const MessageChunk = memo(function MessageChunk({ chat, chunk, before, newFrom, visibility }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  useLayoutEffect(
    () => visibility.observe(box.current!, (near) => setHeight(near ? null : box.current!.offsetHeight)),
    [visibility],
  );
  return (
    <div
      ref={box}
      data-first={chunk.messages[0]!.n}
      data-last={chunk.messages.at(-1)!.seq}
      class={height === null ? 'chunk shown' : 'chunk'}
      style={{ height: height === null ? 'auto' : `${height}px` }}
    >
      {height === null &&
        rowsOf(chunk.messages, before, newFrom).map((row) => (
          <MessageRow key={row.message.id} chat={chat} row={row} />
        ))}
    </div>
  );
});
