import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import { persist } from '../api/persist';
import type { Message } from '../api/types';
import { type ChannelAction, type ChannelState, atStart, misses, newChannel, reduce } from './channel';
import * as timeline from './timeline';

const PAGE = 50;

/** When more than this many messages were missed, the newest page is loaded instead of all of them. */
const FAR_BEHIND = 500;

/** The same for changes of any kind, of which a message may have many. */
const FAR_BEHIND_CHANGES = 5_000;

/** Requests to find a message by its ordinal. */
const SEARCH_STEPS = 40;

/** The channels' states, and the requests that fill them. One request of a kind runs per channel. */
export class Channels {
  private readonly states = new Map<string, Signal<ChannelState>>();
  private readonly known = signal<readonly string[]>([]);
  private readonly busy = new Set<string>();
  private readonly opening = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly client: Client,
    private readonly me: string,
    /** Called with the ids of messages that are now seen in a channel. */
    private readonly onSeen: (channel: string) => void,
    /** Called with what a catch-up brought, comments too. */
    private readonly onChanges: (channel: string, messages: readonly Message[]) => void = () => undefined,
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

  /** Loads the page after the last known message while the window does not reach the newest. */
  async loadNewer(id: string): Promise<boolean> {
    const state = this.signalOf(id).peek();
    const last = timeline.last(state.timeline);
    if (state.loaded !== 'yes' || state.live || last === undefined) {
      return false;
    }
    return this.alone(`newer ${id}`, async () => {
      const messages = await this.client.historyAfter(id, PAGE, last.seq);
      if (timeline.last(this.signalOf(id).peek().timeline)?.seq === last.seq) {
        this.dispatch(id, { type: 'newer', messages });
      }
    });
  }

  /** Moves the window to the newest messages. */
  async toNewest(id: string): Promise<void> {
    if (!this.signalOf(id).peek().live) {
      this.dispatch(id, { type: 'newest', messages: await this.client.history(id, PAGE) });
    }
  }

  /** Makes sure that the message is in the window, moving it there; false if there is no such message. */
  async openAround(id: string, seq: number): Promise<boolean> {
    await this.opening.get(id)?.catch(() => undefined);
    const has = (): boolean => timeline.find(this.signalOf(id).peek().timeline, seq) !== undefined;
    if (this.signalOf(id).peek().loaded === 'yes' && has()) {
      return true;
    }
    const opening = this.loadAround(id, seq);
    this.opening.set(id, opening);
    await opening.finally(() => this.opening.delete(id));
    return has();
  }

  private async loadAround(id: string, seq: number): Promise<void> {
    const wasLoaded = this.signalOf(id).peek().loaded === 'yes';
    if (!wasLoaded) {
      this.dispatch(id, { type: 'loading' });
    }
    try {
      // The newest first: what is known of the others is then at least as new.
      const newest = (await this.client.history(id, 1)).at(-1);
      const [before, after] = await Promise.all([
        this.client.history(id, PAGE / 2, seq + 1),
        this.client.historyAfter(id, PAGE / 2, seq),
      ]);
      this.dispatch(id, { type: 'around', messages: [...before, ...after], newest });
    } catch (error) {
      if (!wasLoaded) {
        this.dispatch(id, { type: 'load-failed' });
      }
      throw error;
    }
  }

  /**
   * The `seq` of the message with ordinal `n`, or undefined. Each event has a `seq` but only messages have an
   * ordinal, so going back from a later message by the difference of ordinals never goes too far.
   */
  async seqOf(id: string, n: number): Promise<number | undefined> {
    const { timeline: known } = this.signalOf(id).peek();
    const inWindow = timeline.all(known).find((message) => message.n === n);
    if (inWindow) {
      return inWindow.seq;
    }
    let at = (await this.client.history(id, 1)).at(-1);
    for (let step = 0; step < SEARCH_STEPS && at?.n != null && at.n > n; step++) {
      const bound: number = at.seq - (at.n - n);
      at = (await this.client.history(id, 1, bound + 1)).at(-1);
    }
    return at?.n === n ? at.seq : undefined;
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
    const behind = state.live ? state.n - (timeline.last(state.timeline)?.n ?? 0) : 0;
    if (behind > FAR_BEHIND || state.target - state.rev > FAR_BEHIND_CHANGES) {
      // Whoever looks at it opens it again.
      this.dispatch(id, { type: 'forget' });
      return;
    }
    const upTo = state.target;
    const changes = await this.client.changes(id, state.rev);
    this.dispatch(id, { type: 'changes', changes, upTo });
    this.onChanges(id, changes.items);
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
      state = signal(newChannel(id, this.me));
      this.states.set(id, state);
      // Whoever reads a state for the first time is often drawing: the list of ids changes afterwards.
      queueMicrotask(() => (this.known.value = [...this.states.keys()]));
    }
    return state;
  }
}
