import { signal } from '@preact/signals';
import type { Channel, Team } from '../../api/types';

export type OpenDialog =
  | { readonly kind: 'add-team' }
  | { readonly kind: 'invite'; readonly team: Team }
  | { readonly kind: 'create-channel'; readonly team: Team }
  | { readonly kind: 'new-dm' }
  | { readonly kind: 'members'; readonly channel: Channel }
  | { readonly kind: 'settings' };

/** The dialog that is open; one at a time. */
export const dialog = signal<OpenDialog | null>(null);

export function closeDialog(): void {
  dialog.value = null;
}
