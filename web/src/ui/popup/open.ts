import { signal } from '@preact/signals';
import type { IconName } from '../parts/Icon';

/** One thing that a menu offers. */
export interface MenuItem {
  readonly label: string;
  readonly icon: IconName;
  readonly danger?: boolean;
  readonly onPick: () => void;
}

export type Popup =
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly MenuItem[] }
  | { readonly kind: 'emoji'; readonly onPick: (emoji: string) => void };

/** What floats over the page beside the element that opened it; one at a time. */
export const popup = signal<(Popup & { readonly anchor: HTMLElement }) | null>(null);

export function openPopup(anchor: HTMLElement, what: Popup): void {
  popup.value = { ...what, anchor };
}

/** Closes it; the keyboard goes on where it was before. */
export function closePopup(): void {
  const anchor = popup.peek()?.anchor;
  popup.value = null;
  if (anchor?.isConnected) {
    anchor.focus({ preventScroll: true });
  }
}
