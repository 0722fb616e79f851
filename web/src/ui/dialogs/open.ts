import { signal } from '@preact/signals';
import type { Message, Team } from '../../api/types';

export type OpenDialog =
  | { readonly kind: 'add-team' }
  | { readonly kind: 'invite'; readonly team: Team }
  | { readonly kind: 'create-channel'; readonly team: Team }
  | { readonly kind: 'new-dm' }
  | { readonly kind: 'notifications' }
  | { readonly kind: 'devices' }
  | { readonly kind: 'status' }
  | { readonly kind: 'team'; readonly id: string }
  | { readonly kind: 'transfer'; readonly team: Team }
  | { readonly kind: 'channel'; readonly id: string }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly text: string;
      readonly action: string;
      readonly run: () => Promise<void>;
      /** What is shown afterwards. */
      readonly back?: OpenDialog;
    }
  | { readonly kind: 'switcher' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'delete'; readonly message: Message }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'mute'; readonly team: Team }
  | { readonly kind: 'settings' };

/** The dialog that is open; one at a time. */
export const dialog = signal<OpenDialog | null>(null);

export function closeDialog(): void {
  dialog.value = null;
}
