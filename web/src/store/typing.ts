import { type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** Somebody counts as typing for so long after the last word of it. */
const SHOWN_MS = 6_000;

/** The server passes on one word of it per channel in this time. */
const TOLD_MS = 3_000;

/** More than this many at once are just "several people". */
const KEPT = 20;

/** Who is typing where, and that I am. */
export class Typing {
  private readonly places = new Map<string, Signal<readonly string[]>>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly told = new Map<string, number>();

  constructor(private readonly tell: (channel: string, parent: number | undefined) => void) {}

  /** The people who type in a channel, or in one thread of it. */
  in(channel: string, parent?: number): ReadonlySignal<readonly string[]> {
    return this.signalOf(keyOf(channel, parent));
  }

  /** Word of somebody who types. */
  heard(channel: string, user: string, parent?: number | null): void {
    const key = keyOf(channel, parent);
    const people = this.signalOf(key);
    if (!people.peek().includes(user) && people.peek().length < KEPT) {
      people.value = [...people.peek(), user];
    }
    clearTimeout(this.timers.get(`${key} ${user}`));
    this.timers.set(
      `${key} ${user}`,
      setTimeout(() => this.stopped(channel, user, parent), SHOWN_MS),
    );
  }

  /** What somebody was typing has come. */
  stopped(channel: string, user: string, parent?: number | null): void {
    const key = keyOf(channel, parent);
    clearTimeout(this.timers.get(`${key} ${user}`));
    this.timers.delete(`${key} ${user}`);
    const people = this.places.get(key);
    if (people?.peek().includes(user)) {
      people.value = people.peek().filter((other) => other !== user);
    }
  }

  /** I am typing: the others are told, not more often than it helps. */
  typed(channel: string, parent?: number): void {
    const key = keyOf(channel, parent);
    const now = Date.now();
    if (now - (this.told.get(key) ?? 0) >= TOLD_MS) {
      this.told.set(key, now);
      this.tell(channel, parent);
    }
  }

  /** After a message was sent the next key is news again. */
  sent(channel: string, parent?: number): void {
    this.told.delete(keyOf(channel, parent));
  }

  private signalOf(key: string): Signal<readonly string[]> {
    let people = this.places.get(key);
    if (people === undefined) {
      people = signal([]);
      this.places.set(key, people);
    }
    return people;
  }
}

function keyOf(channel: string, parent?: number | null): string {
  return parent == null ? channel : `${channel}/${parent}`;
}
