import { signal } from '@preact/signals';
import type { Attachment } from '../../api/types';

/** The images that are looked at in full, and which of them. */
export const gallery = signal<{ readonly images: readonly Attachment[]; readonly index: number } | null>(
  null,
);
