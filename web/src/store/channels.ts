import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import { persist } from '../api/persist';
import { type ChannelAction, type ChannelState, atStart, misses, newChannel, reduce } from './channel';
import * as timeline from './timeline';

const PAGE = 50;

/** When more than this many messages were missed, the newest page is loaded instead of all of them. */
const FAR_BEHIND = 500;

/** The channels' states, and the requests that fill them. One request of a kind runs per channel. */
export class Channels {
  private readonly states = new Map<string, Signal<ChannelState>>();
  private readonly known = signal<readonly string[]>([]);
  private readonly busy = new Set<string>();
  private readonly opening = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly client: Client,
    /** Called with the ids of messages that are now seen in a channel. */
    private readonly onSeen: (channel: string) => void,
  ) {}

  /** The ids of all channels that have a state. */
  get ids(): ReadonlySignal<readonly string[]> {
    return this.known;
  }

  state(id: string): ReadonlySignal<ChannelState> {
    return this.signalOf(id);
  }

  /** Applies a change; whatever turns out to be missing is asked for. */
  dispatch(id: string, action: ChannelAction): void {
    const channel = this.signalOf(id);
    const before = channel.peek();
    const after = reduce(before, action);
    channel.value = after;
    if (after.timeline !== before.timeline) {
      this.onSeen(id);
    }
    if (misses(after)) {
      void this.catchUp(id);
    }
  }

  /** Forgets all channels but these, of which alone I am a member. */
  retain(ids: readonly string[]): void {
    const mine = new Set(ids);
    for (const [id, state] of this.states) {
      if (!mine.has(id) && state.peek().target > 0) {
        this.dispatch(id, { type: 'left' });
      }
    }
  }

  stop(): void {
    this.stopped = true;
  }

  /** Loads the newest page unless that has happened or is under way. Rejects with a problem. */
  open(id: string): Promise<void> {
    if (this.signalOf(id).peek().loaded === 'yes') {
      return Promise.resolve();
    }
    let opening = this.opening.get(id);
    if (opening === undefined) {
      opening = this.load(id).finally(() => this.opening.delete(id));
      this.opening.set(id, opening);
    }
    return opening;
  }

  private async load(id: string): Promise<void> {
    this.dispatch(id, { type: 'loading' });
    try {
      this.dispatch(id, { type: 'newest', messages: await this.client.history(id, PAGE) });
    } catch (error) {
      this.dispatch(id, { type: 'load-failed' });
      throw error;
    }
  }

  /** Loads the page before the first known message; false if there is none or one is on its way. */
  async loadOlder(id: string): Promise<boolean> {
    const state = this.signalOf(id).peek();
    const first = timeline.first(state.timeline);
    if (state.loaded !== 'yes' || first === undefined || atStart(state)) {
      return false;
    }
    return this.alone(`older ${id}`, async () => {
      const messages = await this.client.history(id, PAGE, first.seq);
      // The known history may have been let go of meanwhile.
      if (timeline.first(this.signalOf(id).peek().timeline)?.seq === first.seq) {
        this.dispatch(id, { type: 'older', messages });
      }
    });
  }

  /** Asks for what changed until nothing is missing. A failure that may pass is tried again. */
  private async catchUp(id: string): Promise<void> {
    await this.alone(`changes ${id}`, async () => {
      const isMissing = (): boolean => !this.stopped && misses(this.signalOf(id).peek());
      while (isMissing()) {
        await persist(() => this.catchUpOnce(id), isMissing);
      }
    }).catch(() => this.dispatch(id, { type: 'forget' }));
  }

  private async catchUpOnce(id: string): Promise<void> {
    const state = this.signalOf(id).peek();
    if (state.n - (timeline.last(state.timeline)?.n ?? 0) > FAR_BEHIND) {
      // Whoever looks at it opens it again.
      this.dispatch(id, { type: 'forget' });
      return;
    }
    const upTo = state.target;
    const changes = await this.client.changes(id, state.rev);
    this.dispatch(id, { type: 'changes', changes, upTo });
  }

  private async alone(key: string, task: () => Promise<void>): Promise<boolean> {
    if (this.busy.has(key)) {
      return false;
    }
    this.busy.add(key);
    try {
      await task();
      return true;
    } finally {
      this.busy.delete(key);
    }
  }

  private signalOf(id: string): Signal<ChannelState> {
    let state = this.states.get(id);
    if (state === undefined) {
      state = signal(newChannel(id));
      this.states.set(id, state);
      // Whoever reads a state for the first time is often drawing: the list of ids changes afterwards.
      queueMicrotask(() => (this.known.value = [...this.states.keys()]));
    }
    return state;
  }
}
