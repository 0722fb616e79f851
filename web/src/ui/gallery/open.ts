import { signal } from '@preact/signals';
import type { Attachment } from '../../api/types';

/** The images of one message, looked at in full. */
export interface Viewed {
  readonly images: readonly Attachment[];
  /** Which of them. */
  readonly index: number;
  /** The name of whoever sent them. */
  readonly sender: string;
}

export const gallery = signal<Viewed | null>(null);
