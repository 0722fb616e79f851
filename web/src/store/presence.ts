import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { CustomStatus, Presence, Status } from '../api/types';

/** What is known of somebody's presence; `unknown` while nothing was told. */
export interface Whereabouts {
  readonly status: Status;
  readonly custom: CustomStatus | null;
  readonly lastSeen: string | null;
}

/** What the server tells of those who are watched. */
export interface PresenceFrame {
  readonly users: Readonly<Record<string, Status>>;
  readonly custom?: Readonly<Record<string, CustomStatus>>;
  readonly lastSeen?: Readonly<Record<string, string>>;
}

const UNKNOWN: Whereabouts = { status: 'unknown', custom: null, lastSeen: null };

/** In the order in which lists show people. */
const ORDER: readonly Status[] = ['online', 'dnd', 'idle', 'offline', 'unknown'];

/** The server looks after this many people for one connection. */
const WATCHED = 500;

/** What is on the screen changes in steps: only the result is told. */
const PAUSE_MS = 500;

/** Who is there: those who are looked at are watched, others may have been asked for once. */
export class PresenceStore {
  private readonly people = new Map<string, Signal<Whereabouts>>();
  /** How many places on the screen show somebody. */
  private readonly looks = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The next frame answers a new list: who is without a custom status in it has none. */
  private isFirst = false;

  constructor(private readonly watch: (users: readonly string[]) => boolean) {}

  /** Somebody is on the screen until the returned function is called. */
  look(user: string): () => void {
    this.looks.set(user, (this.looks.get(user) ?? 0) + 1);
    this.later();
    return () => {
      const left = this.looks.get(user)! - 1;
      if (left > 0) {
        this.looks.set(user, left);
      } else {
        this.looks.delete(user);
        this.later();
      }
    };
  }

  /** A new connection knows nothing of whom the last one watched. */
  connected(): void {
    this.later();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Takes a frame of the server: what changed, or everybody after a new list. */
  frame({ users, custom = {}, lastSeen = {} }: PresenceFrame): void {
    const all = this.isFirst;
    this.isFirst = false;
    for (const user of new Set([...Object.keys(users), ...Object.keys(custom)])) {
      const known = this.signalOf(user);
      const said = custom[user];
      known.value = {
        status: users[user] ?? known.peek().status,
        custom:
          said === undefined ? (all ? null : known.peek().custom) : said.text || said.emoji ? said : null,
        lastSeen: lastSeen[user] ?? null,
      };
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.isFirst = this.watch([...this.looks.keys()].slice(0, WATCHED)) || this.isFirst;
    }, PAUSE_MS);
  }

  of(user: string): ReadonlySignal<Whereabouts> {
    return this.signalOf(user);
  }

  learn(entries: Iterable<Presence>): void {
    for (const { user, status, custom, lastSeen } of entries) {
      this.signalOf(user).value = { status, custom: custom ?? null, lastSeen: lastSeen ?? null };
    }
  }

  private signalOf(user: string): Signal<Whereabouts> {
    let known = this.people.get(user);
    if (known === undefined) {
      known = signal(UNKNOWN);
      this.people.set(user, known);
    }
    return known;
  }
}

/** Those who are there before those who are not. */
export function byPresence(a: Status, b: Status): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** What somebody says of themselves, unless its time is over. */
export function customNow(custom: CustomStatus | null, now = Date.now()): CustomStatus | null {
  return custom !== null && (custom.until == null || Date.parse(custom.until) > now) ? custom : null;
}
