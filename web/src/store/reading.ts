/** A busy channel moves my read position with every message; it is told at most this often. */
const PAUSE_MS = 300;

/**
 * Tells the server up to where channels were read: the first position at once, what follows in pauses, and
 * what could not be told when there is a connection again.
 */
export class Reading {
  private readonly untold = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param tell sends one position; false if there is no connection */
  constructor(private readonly tell: (channel: string, n: number) => boolean) {}

  mark(channel: string, n: number): void {
    this.untold.set(channel, Math.max(n, this.untold.get(channel) ?? 0));
    if (this.timer === undefined) {
      this.flush();
    }
  }

  /** Tells everything that is still to be told. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [channel, n] of [...this.untold]) {
      if (!this.tell(channel, n)) {
        return;
      }
      this.untold.delete(channel);
      this.timer ??= setTimeout(() => this.flush(), PAUSE_MS);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.untold.clear();
  }
}
