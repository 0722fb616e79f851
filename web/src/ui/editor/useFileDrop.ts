import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page or panel around an element; tells whether some hang over it. */
export function useFileDrop(
  inside: RefObject<HTMLElement>,
  onDrop: (files: readonly File[]) => void,
): ReadonlySignal<boolean> {
  const over = useSignal(false);
  const take = useRef(onDrop);
  take.current = onDrop;
  useEffect(() => {
    const place = inside.current!.closest<HTMLElement>('.page, .panel')!;
    const ended = new AbortController();
    const { signal } = ended;
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event)) {
        event.preventDefault();
        over.value = true;
      }
    };
    const onLeave = (event: DragEvent): void => {
      over.value &&= event.relatedTarget instanceof Node && place.contains(event.relatedTarget);
    };
    const onDropped = (event: DragEvent): void => {
      over.value = false;
      if (hasFiles(event)) {
        event.preventDefault();
        take.current([...event.dataTransfer!.files]);
      }
    };
    place.addEventListener('dragover', onOver, { signal });
    place.addEventListener('dragleave', onLeave, { signal });
    place.addEventListener('drop', onDropped, { signal });
    return () => ended.abort();
  }, []);
  return over;
}

/** Files that miss every place that takes them would be opened instead of the page. */
export function useNoStrayFiles(): void {
  useEffect(() => {
    const refuse = (event: DragEvent): void => {
      if (hasFiles(event) && !event.defaultPrevented) {
        event.preventDefault();
        event.dataTransfer!.dropEffect = 'none';
      }
    };
    addEventListener('dragover', refuse);
    addEventListener('drop', refuse);
    return () => {
      removeEventListener('dragover', refuse);
      removeEventListener('drop', refuse);
    };
  }, []);
}
