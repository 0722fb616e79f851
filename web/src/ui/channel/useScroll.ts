import { type Signal, useSignal } from '@preact/signals';
import { type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Anchor, anchorOf, restore, shifted } from './anchor';
import { flash } from './flash';

/** Where each channel was scrolled to when it was left; the end if nothing stands here. */
const left = new Map<string, Anchor>();

export interface Scroll {
  readonly scroller: RefObject<HTMLDivElement>;
  readonly content: RefObject<HTMLDivElement>;
  /** Whether the newest messages are on the screen. */
  readonly atEnd: Signal<boolean>;
  readonly toEnd: () => void;
  /** Scrolls to a message that the list has. */
  readonly show: (seq: number) => void;
}

export interface Edges {
  /** Called when the user has scrolled close to the first message that is there. */
  readonly onTop: () => void;
  /** The same for the last one. */
  readonly onBottom: () => void;
  /** Whether the last message that is there is the newest: only then is the end a place to stay at. */
  readonly isLive: () => boolean;
}

/**
 * Keeps what the user looks at in its place while messages are added above and below, chunks come and go
 * and the window changes: at the end it stays at the end, elsewhere the first visible message doesn't move.
 */
export function useScroll(channel: string, edges: Edges): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>({ at: 'end' });
  /** The scroll position that the anchor was taken at. */
  const taken = useRef(0);
  /** Unknown until it was laid out: nothing counts as looked at before. */
  const atEnd = useSignal(false);
  /** A message to go to whose chunk is not drawn yet: until it is, scrolling is not the user's. */
  const wanted = useRef<number | null>(null);
  const near = useRef(edges);
  near.current = edges;

  const take = (now: Anchor): void => {
    anchor.current = now;
    taken.current = scroller.current!.scrollTop;
    atEnd.value = now.at === 'end';
  };
  /** Puts the anchor back in its place; where the user has scrolled since it was taken, that counts. */
  const keepPlace = (): void => {
    const box = scroller.current!;
    if (wanted.current !== null && !arrive(box, wanted.current)) {
      return;
    }
    const moved = box.scrollTop - taken.current;
    if (Math.abs(moved) >= 1) {
      take(
        anchor.current.at === 'end' ? anchorOf(box, near.current.isLive()) : shifted(anchor.current, -moved),
      );
    }
    restore(box, anchor.current);
    taken.current = box.scrollTop;
  };

  /** Brings the wanted message to the upper part of the screen; false if it has to be drawn first. */
  const arrive = (box: HTMLElement, seq: number): boolean => {
    const place = { at: `${seq}` as const, offset: box.clientHeight / 4 };
    if (!restore(box, place)) {
      const chunk = [...box.querySelectorAll<HTMLElement>('.chunk')].find(
        (other) => Number(other.dataset['last']) >= seq,
      );
      chunk?.scrollIntoView();
      return false;
    }
    wanted.current = null;
    take(anchorOf(box, near.current.isLive()));
    flash(box.querySelector<HTMLElement>(`[data-seq="${seq}"]`)!);
    return true;
  };

  /** Asks for more where the user is close to an end of what is there. */
  const lookAround = (box: HTMLElement, screens: number): void => {
    if (box.scrollTop < screens * box.clientHeight) {
      near.current.onTop();
    }
    if (box.scrollHeight - box.scrollTop - box.clientHeight < screens * box.clientHeight) {
      near.current.onBottom();
    }
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
    take(anchorOf(box, near.current.isLive()));

    const onScroll = (): void => {
      if (wanted.current === null) {
        take(anchorOf(box, near.current.isLive()));
      }
      lookAround(box, 2);
    };
    const keep = (): void => {
      keepPlace();
      lookAround(box, 1);
    };
    // Whoever scrolls does not want to go there any more.
    const giveUp = (): void => {
      wanted.current = null;
    };
    const inputs = ['wheel', 'touchmove', 'keydown'] as const;
    inputs.forEach((type) => box.addEventListener(type, giveUp, { passive: true }));
    const sizes = new ResizeObserver(keep);
    sizes.observe(box);
    sizes.observe(content.current!);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', onScroll);
      inputs.forEach((type) => box.removeEventListener(type, giveUp));
      if (anchor.current.at === 'end') {
        left.delete(channel);
      } else {
        left.set(channel, anchor.current);
      }
    };
  }, [channel]);

  // What was drawn just now is put right before anybody sees it.
  useLayoutEffect(keepPlace);
  useEffect(() => lookAround(scroller.current!, 1));

  const toEnd = (): void => {
    restore(scroller.current!, { at: 'end' });
    take({ at: 'end' });
  };
  const show = (seq: number): void => {
    wanted.current = seq;
    arrive(scroller.current!, seq);
  };
  return { scroller, content, atEnd, toEnd, show };
}
