import { type Signal, useSignal } from '@preact/signals';
import { type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Anchor, anchorOf, isAtEnd, restore } from './anchor';

/** Where each channel was scrolled to when it was left; the end if nothing stands here. */
const left = new Map<string, Anchor>();

export interface Scroll {
  readonly scroller: RefObject<HTMLDivElement>;
  readonly content: RefObject<HTMLDivElement>;
  /** Whether the newest messages are on the screen. */
  readonly atEnd: Signal<boolean>;
  readonly toEnd: () => void;
}

/**
 * Keeps what the user looks at in its place while messages are added above and below, chunks come and go
 * and the window changes: at the end it stays at the end, elsewhere the first visible message doesn't move.
 *
 * @param onNearTop called when the user has scrolled close to the first message that is there
 */
export function useScroll(channel: string, onNearTop: () => void): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>({ at: 'end' });
  const atEnd = useSignal(true);
  const nearTop = useRef(onNearTop);
  nearTop.current = onNearTop;

  useLayoutEffect(() => {
    const box = scroller.current!;
    const line = box.querySelector<HTMLElement>('.new-line');
    anchor.current = left.get(channel) ?? { at: 'end' };
    if (!left.has(channel) && line !== null) {
      box.scrollTop +=
        line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 4;
      anchor.current = anchorOf(box);
    } else if (!restore(box, anchor.current)) {
      restore(box, (anchor.current = { at: 'end' }));
    }
    atEnd.value = isAtEnd(box);

    const onScroll = (): void => {
      anchor.current = anchorOf(box);
      atEnd.value = anchor.current.at === 'end';
      if (box.scrollTop < 2 * box.clientHeight) {
        nearTop.current();
      }
    };
    const keep = (): void => {
      restore(box, anchor.current);
      if (box.scrollTop < box.clientHeight) {
        nearTop.current();
      }
    };
    const sizes = new ResizeObserver(keep);
    sizes.observe(box);
    sizes.observe(content.current!);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', onScroll);
      if (anchor.current.at === 'end') {
        left.delete(channel);
      } else {
        left.set(channel, anchor.current);
      }
    };
  }, [channel]);

  // What was drawn just now is put right before anybody sees it.
  useLayoutEffect(() => void restore(scroller.current!, anchor.current));
  useEffect(() => {
    if (scroller.current!.scrollTop < scroller.current!.clientHeight) {
      nearTop.current();
    }
  });

  const toEnd = (): void => {
    anchor.current = { at: 'end' };
    atEnd.value = true;
    restore(scroller.current!, anchor.current);
  };
  return { scroller, content, atEnd, toEnd };
}
