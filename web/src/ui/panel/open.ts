import { signal } from '@preact/signals';

/** What is shown beside the channel; at phone width it covers it. */
export type Panel =
  | { readonly kind: 'members'; readonly channel: string }
  | { readonly kind: 'thread'; readonly channel: string; readonly parent: number; readonly seq?: number }
  | { readonly kind: 'pins'; readonly channel: string }
  | { readonly kind: 'search' }
  | { readonly kind: 'mentions' }
  | { readonly kind: 'threads' };

export const panel = signal<Panel | null>(null);

export function closePanel(): void {
  panel.value = null;
}
