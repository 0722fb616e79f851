import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Problem } from '../../api/problem';
import { explain } from '../../i18n/i18n';

const SHOWN_MS = 6_000;

/** A short word about what was just done or refused; a new one takes the place of the last. */
const notice = signal<{ readonly text: string; readonly bad: boolean } | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export function notify(text: string, bad = false): void {
  notice.value = { text, bad };
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = null), SHOWN_MS);
}

/** Does something that has no place of its own to say that it failed. */
export async function attempt(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    notify(explain(Problem.from(error)), true);
    return false;
  }
}

/** Over everything, also over a dialog that is open. */
export function NoticeHost() {
  const box = useRef<HTMLDivElement>(null);
  const shown = notice.value;
  useLayoutEffect(() => {
    // Shown anew each time: the last one that was shown lies on top.
    box.current!.hidePopover();
    if (shown) {
      box.current!.showPopover();
    }
  }, [shown]);
  return (
    <div ref={box} class="notices" popover="manual" role="status">
      {shown && <p class={shown.bad ? 'notice bad' : 'notice'}>{shown.text}</p>}
    </div>
  );
}
