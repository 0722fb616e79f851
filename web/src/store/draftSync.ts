import { signal } from '@preact/signals';
import type { Client } from '../api/client';
import { Problem } from '../api/problem';
import { draftOf, keepDraft } from './drafts';

/** A draft is saved when nothing was typed for so long. */
const PAUSE_MS = 1_500;

/** A draft that came from another device, for the composer that shows it. */
export const arrivedDraft = signal<{ readonly channel: string; readonly body: string } | null>(null);

/** Keeps the drafts of channels on the server too, so that they go on on another device. Threads' stay here. */
export class DraftSync {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly saved = new Map<string, string>();
  /** Channels whose newest draft, or its end, the server may not know. */
  private readonly untold = new Set<string>();

  constructor(private readonly client: Client) {
    addEventListener('pagehide', this.flush);
  }

  stop(): void {
    removeEventListener('pagehide', this.flush);
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  /**
   * There is a connection (again): tells what could not be told, and takes over what other devices wrote, sent
   * or removed, except where this one has written meanwhile.
   */
  async load(): Promise<void> {
    await Promise.all([...this.untold].map((channel) => this.save(channel)));
    const drafts = (await this.client.drafts()).filter(({ parent }) => parent == null);
    const now = new Map(drafts.map(({ channel, body }) => [channel, body]));
    for (const channel of new Set([...now.keys(), ...this.saved.keys()])) {
      if (this.isAhead(channel)) {
        continue; // What the server has is older: taken over, a text that was sent would come back.
      }
      const body = now.get(channel) ?? '';
      const before = this.saved.get(channel) ?? '';
      this.saved.set(channel, body);
      if (draftOf(channel) === before && body !== before) {
        this.take(channel, body);
      }
    }
  }

  /** Another device of mine saved or removed the draft. */
  async changed(channel: string): Promise<void> {
    if (this.isAhead(channel)) {
      return; // Being written here too: this device's text is the newer one.
    }
    const draft = await this.client.draft(channel).catch((error: unknown) => {
      if (Problem.from(error).status === 404) {
        return null;
      }
      throw error;
    });
    if (draft?.parent == null) {
      const body = draft?.body ?? '';
      const mine = this.saved.get(channel) === body;
      this.saved.set(channel, body);
      if (!mine && !this.isAhead(channel)) {
        this.take(channel, body);
      }
    }
  }

  /** The draft is another now; saved after a pause, an empty one at once. */
  typed(channel: string, body: string): void {
    clearTimeout(this.timers.get(channel));
    this.timers.delete(channel);
    if (body === (this.saved.get(channel) ?? '') && !this.untold.has(channel)) {
      return;
    }
    this.timers.set(
      channel,
      setTimeout(() => void this.save(channel), body === '' ? 0 : PAUSE_MS),
    );
  }

  private readonly flush = (): void => [...this.timers.keys()].forEach((channel) => void this.save(channel));

  private async save(channel: string): Promise<void> {
    clearTimeout(this.timers.get(channel));
    this.timers.delete(channel);
    const body = draftOf(channel);
    this.saved.set(channel, body);
    this.untold.add(channel);
    try {
      await this.client.saveDraft(channel, body);
      this.told(channel, body);
    } catch (error) {
      this.saved.delete(channel);
      const { status, passing } = Problem.from(error);
      if (status < 500 && !passing) {
        this.told(channel, body); // Refused, and would be again.
      }
    }
  }

  /** Nothing is left to tell, unless the draft has become another meanwhile. */
  private told(channel: string, body: string): void {
    if (draftOf(channel) === body) {
      this.untold.delete(channel);
    }
  }

  /** Whether this device's draft is newer than what the server knows. */
  private isAhead(channel: string): boolean {
    return this.timers.has(channel) || this.untold.has(channel);
  }

  private take(channel: string, body: string): void {
    keepDraft(channel, body);
    arrivedDraft.value = { channel, body };
  }
}
