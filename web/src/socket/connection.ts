import { signal } from '@preact/signals';
import { Problem } from '../api/problem';
import { backoff } from './backoff';
import { type ClientFrame, type ServerFrame, parseFrame } from './frames';

const READY_TIMEOUT_MS = 15_000;
const IDLE_PING_MS = 25_000;
const PONG_TIMEOUT_MS = 10_000;

/** A connection that lasted this long was a good one: the back-off starts anew after it. */
const STABLE_MS = 5_000;

/** Close codes by which a server says that it does not accept the token. */
const REFUSED_CODES = [1008, 4401];

export type Status =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  /** Not connected; the next attempt is at `until` (Unix milliseconds of this device). */
  | { readonly kind: 'waiting'; readonly until: number };

export interface Handler {
  /** A token for the next attempt; `refused` is one that the server turned down. */
  token(refused: string | null): Promise<string>;
  frame(frame: ServerFrame): void;
  /** The connection that was online is gone. */
  lost(): void;
}

/**
 * Keeps one socket to the server open: connects, authenticates, pings when it was quiet, and comes back with
 * {@link backoff} after a loss, until `stop`. Frames go to the handler in the order in which they came.
 */
export class Connection {
  readonly status = signal<Status>({ kind: 'off' });

  private socket: WebSocket | null = null;
  private attempt = 0;
  private onlineSince = 0;
  private refused: string | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private quietTimer: ReturnType<typeof setTimeout> | undefined;
  private byeDelay: number | null = null;
  private generation = 0;

  constructor(
    private readonly url: string,
    private readonly handler: Handler,
  ) {}

  start(): void {
    addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.retryIfVisible);
    void this.connect();
  }

  stop(): void {
    removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.retryIfVisible);
    this.close();
    this.status.value = { kind: 'off' };
  }

  /** Sends a frame; false if there is no connection for it. */
  send(frame: ClientFrame): boolean {
    if (this.status.peek().kind !== 'online' || this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives up a connection that does not answer and makes another. */
  restart(): void {
    this.drop(this.generation);
  }

  /** Ends the wait for the next attempt. */
  readonly retryNow = (): void => {
    if (this.status.peek().kind === 'waiting') {
      clearTimeout(this.retryTimer);
      void this.connect();
    }
  };

  private readonly retryIfVisible = (): void => {
    if (document.visibilityState === 'visible') {
      this.retryNow();
    }
  };

  private async connect(): Promise<void> {
    const generation = ++this.generation;
    this.status.value = { kind: 'connecting' };
    let token: string;
    try {
      token = await this.handler.token(this.refused);
    } catch (error) {
      const problem = Problem.from(error);
      // A session that has ended stops this connection from outside; everything else may pass.
      if (problem.status !== 401 && generation === this.generation) {
        this.retryLater(problem.retryAfter);
      }
      return;
    }
    if (generation !== this.generation) {
      return;
    }
    this.refused = null;
    const socket = new WebSocket(this.url, 'chat.v1.json');
    this.socket = socket;
    this.quietTimer = setTimeout(() => this.drop(generation), READY_TIMEOUT_MS);
    socket.onopen = () => socket.send(JSON.stringify({ t: 'auth', token } satisfies ClientFrame));
    socket.onmessage = (event) => {
      if (generation === this.generation && typeof event.data === 'string') {
        this.receive(event.data, token, generation);
      }
    };
    socket.onclose = (event) => {
      if (generation === this.generation) {
        if (REFUSED_CODES.includes(event.code)) {
          this.refused = token;
        }
        this.drop(generation);
      }
    };
  }

  private receive(text: string, token: string, generation: number): void {
    const frame = parseFrame(text);
    if (this.status.peek().kind === 'online') {
      this.watchQuiet(generation);
    }
    if (frame === null || frame.t === 'pong') {
      return;
    }
    if (frame.t === 'ready') {
      this.onlineSince = Date.now();
      this.status.value = { kind: 'online' };
      this.watchQuiet(generation);
    } else if (frame.t === 'bye') {
      this.byeDelay = frame.reconnectAfterMs;
    } else if (frame.t === 'nack' && this.status.peek().kind !== 'online') {
      this.refused = frame.status === 401 ? token : null;
      this.drop(generation, frame.retryAfter);
      return;
    }
    this.handler.frame(frame);
  }

  /** After a quiet while a ping must bring any answer, or the connection counts as lost. */
  private watchQuiet(generation: number): void {
    clearTimeout(this.quietTimer);
    this.quietTimer = setTimeout(() => {
      this.socket?.send(JSON.stringify({ t: 'ping' } satisfies ClientFrame));
      this.quietTimer = setTimeout(() => this.drop(generation), PONG_TIMEOUT_MS);
    }, IDLE_PING_MS);
  }

  private drop(generation: number, retryAfter?: number): void {
    if (generation !== this.generation) {
      return;
    }
    const wasOnline = this.status.peek().kind === 'online';
    if (wasOnline && Date.now() - this.onlineSince > STABLE_MS) {
      this.attempt = 0;
    }
    this.close();
    this.retryLater(retryAfter);
    if (wasOnline) {
      this.handler.lost();
    }
  }

  private close(): void {
    this.generation++;
    clearTimeout(this.retryTimer);
    clearTimeout(this.quietTimer);
    this.socket?.close();
    this.socket = null;
  }

  /**
   * The time in a `bye` is kept exactly: the server spreads its clients by it. All that it refuses are told
   * the same `retryAfter` (seconds), and must not come back together.
   */
  private retryLater(retryAfter?: number | null): void {
    const delay = this.byeDelay ?? (retryAfter ?? 0) * 1000 + backoff(this.attempt++);
    this.byeDelay = null;
    this.status.value = { kind: 'waiting', until: Date.now() + delay };
    this.retryTimer = setTimeout(() => void this.connect(), delay);
  }
}
