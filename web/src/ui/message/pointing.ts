import { touch } from '../editor/Editor';
import { popup } from '../popup/open';
import { active } from './active';

function keyUnder(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('article[data-seq]') : null;
  return row?.dataset['key'] ?? null;
}

function point(key: string | null): void {
  // While its menu is open, a message stays the one that it is about.
  if (popup.peek() === null && key !== active.peek()) {
    active.value = key;
  }
}

/**
 * Handlers of a list of messages: the one under the pointer or with the focus is the active one; on a touch
 * screen the one that was tapped.
 */
export const pointAt = {
  onMouseOver: (event: MouseEvent): void => {
    if (!touch.matches) {
      point(keyUnder(event.target));
    }
  },
  onMouseLeave: (): void => {
    if (!touch.matches) {
      point(keyUnder(document.activeElement));
    }
  },
  onFocusIn: (event: FocusEvent): void => point(keyUnder(event.target)),
  onClick: (event: MouseEvent): void => {
    const onControl = event.target instanceof Element && event.target.closest('a, button, textarea') !== null;
    if (touch.matches && !onControl) {
      point(keyUnder(event.target));
    }
  },
};
