import { type Signal, useSignal } from '@preact/signals';
import { type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Anchor, anchorOf, restore, shifted } from './anchor';

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
  /** The scroll position that the anchor was taken at. */
  const taken = useRef(0);
  const atEnd = useSignal(true);
  const nearTop = useRef(onNearTop);
  nearTop.current = onNearTop;

  const take = (now: Anchor): void => {
    anchor.current = now;
    taken.current = scroller.current!.scrollTop;
    atEnd.value = now.at === 'end';
  };
  /** Puts the anchor back in its place; where the user has scrolled since it was taken, that counts. */
  const keepPlace = (): void => {
    const box = scroller.current!;
    const moved = box.scrollTop - taken.current;
    if (Math.abs(moved) >= 1) {
      take(anchor.current.at === 'end' ? anchorOf(box) : shifted(anchor.current, -moved));
    }
    restore(box, anchor.current);
    taken.current = box.scrollTop;
  };

  useLayoutEffect(() => {
    const box = scroller.current!;
    const line = box.querySelector<HTMLElement>('.new-line');
    const before = left.get(channel);
    restore(box, { at: 'end' });
    if (before) {
      restore(box, before);
    } else if (line !== null) {
      box.scrollTop +=
        line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 4;
    }
    take(anchorOf(box));

    const onScroll = (): void => {
      take(anchorOf(box));
      if (box.scrollTop < 2 * box.clientHeight) {
        nearTop.current();
      }
    };
    const keep = (): void => {
      keepPlace();
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
  useLayoutEffect(keepPlace);
  useEffect(() => {
    if (scroller.current!.scrollTop < scroller.current!.clientHeight) {
      nearTop.current();
    }
  });

  const toEnd = (): void => {
    restore(scroller.current!, { at: 'end' });
    take({ at: 'end' });
  };
  return { scroller, content, atEnd, toEnd };
}
