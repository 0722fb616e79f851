import { signal } from '@preact/signals';

/** The message under the pointer or with the focus, as `channel/seq`: it alone shows what can be done with it. */
export const active = signal<string | null>(null);

/** The message of mine that is being written anew. */
export const editing = signal<string | null>(null);

export function keyOf(message: { readonly channel: string; readonly seq: number }): string {
  return `${message.channel}/${message.seq}`;
}
