import { effect, signal } from '@preact/signals';
import { shared } from '../session/storage';

/** Without input for so long one counts as away. */
const IDLE_MS = 5 * 60_000;

const INPUTS = ['pointerdown', 'keydown', 'pointermove', 'wheel', 'focus'] as const;

const KEY = 'chat.dnd';

/** Until when this device is not to be disturbed (Unix milliseconds; Infinity for good), or null. */
export const undisturbed = signal<number | null>(restore());

export function setUndisturbed(until: number | null): void {
  undisturbed.value = until;
  shared.set(KEY, until === null ? null : String(until));
}

/** Tells the status of this device whenever it changes: here, away, or not to be disturbed. */
export class OwnStatus {
  private readonly idle = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopTelling: () => void = () => undefined;
  private lastInput = 0;

  constructor(private readonly tell: (status: 'online' | 'idle' | 'dnd') => boolean) {}

  start(): void {
    INPUTS.forEach((type) => addEventListener(type, this.input, { passive: true, capture: true }));
    this.input();
    this.stopTelling = effect(() => void this.tell(this.current()));
  }

  /** A new connection begins as `online`. */
  connected(): void {
    const now = this.current();
    if (now !== 'online') {
      this.tell(now);
    }
  }

  stop(): void {
    INPUTS.forEach((type) => removeEventListener(type, this.input, { capture: true }));
    clearTimeout(this.timer);
    this.stopTelling();
  }

  private current(): 'online' | 'idle' | 'dnd' {
    const until = undisturbed.value;
    return until !== null && until > Date.now() ? 'dnd' : this.idle.value ? 'idle' : 'online';
  }

  private readonly input = (): void => {
    const now = Date.now();
    if (now - this.lastInput > 1_000) {
      this.lastInput = now;
      this.idle.value = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.idle.value = true), IDLE_MS);
    }
    const until = undisturbed.peek();
    if (until !== null && until <= now) {
      setUndisturbed(null);
    }
  };
}

function restore(): number | null {
  const stored = Number(shared.get(KEY) ?? NaN);
  return stored > Date.now() ? stored : null;
}
