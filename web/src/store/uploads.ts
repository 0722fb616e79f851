import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import { Problem } from '../api/problem';
import type { Attachment } from '../api/types';
import { imageTypeOf } from './imageType';

/** The largest image, in bytes. */
export const IMAGE_BYTES = 20 * 1024 * 1024;

/** A message has at most this many images. */
export const IMAGES = 10;

/** So many go up at once: a browser has few connections to a server, and other requests need some. */
const AT_ONCE = 3;

/** An upload that does not go on for so long is given up. */
const STALLED_MS = 30_000;

/** An image on its way to the store, before the message that shows it is sent. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly type: string;
  readonly state: 'uploading' | 'done' | 'failed';
  /** How much is there, from 0 to 1. */
  readonly progress: number;
  readonly problem: Problem | null;
  readonly attachment: Attachment | null;
}

let lastId = 0;

const places = new WeakMap<Client, Map<string, Uploads>>();

/** The images of the message that is being written in a place: they stay there while the user looks elsewhere. */
export function uploadsOf(client: Client, place: string, channel: string): Uploads {
  const known = places.get(client) ?? new Map<string, Uploads>();
  places.set(client, known);
  const uploads = known.get(place) ?? new Uploads(client, channel);
  known.set(place, uploads);
  return uploads;
}

/** The images that are put to a message which is being written. */
export class Uploads {
  private readonly items = signal<readonly Upload[]>([]);
  private readonly running = new Map<number, AbortController>();
  private underWay = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly client: Client,
    private readonly channel: string,
  ) {}

  get list(): ReadonlySignal<readonly Upload[]> {
    return this.items;
  }

  /** Starts what may be sent; returns the problem of the first file that may not, or null. */
  async add(files: readonly File[]): Promise<Problem | null> {
    const types = await Promise.all(files.map(imageTypeOf));
    let refused: Problem | null = null;
    for (const [index, file] of files.entries()) {
      const type = types[index]!;
      if (type === null) {
        refused ??= new Problem('not-an-image', 415, 'Not an image');
      } else if (file.size > IMAGE_BYTES) {
        refused ??= new Problem('image-too-large', 413, 'The image is too large');
      } else if (this.items.peek().length >= IMAGES) {
        refused ??= new Problem('too-many-images', 422, 'Too many images');
      } else {
        const id = ++lastId;
        const fresh = { state: 'uploading', progress: 0, problem: null, attachment: null } as const;
        this.items.value = [...this.items.peek(), { ...fresh, id, file, type }];
        void this.run(id);
      }
    }
    return refused;
  }

  retry(id: number): void {
    this.change(id, { state: 'uploading', progress: 0, problem: null });
    void this.run(id);
  }

  /** Stops it if it is under way, and takes it out. */
  remove(id: number): void {
    this.running.get(id)?.abort();
    this.items.value = this.items.peek().filter((item) => item.id !== id);
  }

  /** Stops and forgets all. */
  clear(): void {
    this.items.peek().forEach((item) => this.remove(item.id));
  }

  /** What goes into the message; null while something is missing. */
  finished(): readonly Attachment[] | null {
    const attachments = this.items.peek().map((item) => item.attachment);
    return attachments.every((attachment) => attachment !== null) ? attachments : null;
  }

  private async run(id: number): Promise<void> {
    const { file, type } = this.items.peek().find((other) => other.id === id)!;
    const aborted = new AbortController();
    this.running.set(id, aborted);
    await this.turn();
    try {
      const { size } = file;
      const sha256 = await digest(file);
      aborted.signal.throwIfAborted();
      const place = await this.client.attachment({ channel: this.channel, size, sha256, type });
      aborted.signal.throwIfAborted();
      await put(place.upload, file, aborted.signal, (progress) => this.change(id, { progress }));
      const attachment = { key: place.key, url: place.url, size, type };
      this.change(id, { state: 'done', progress: 1, attachment });
    } catch (error) {
      if (!aborted.signal.aborted) {
        this.change(id, { state: 'failed', problem: Problem.from(error) });
      }
    } finally {
      this.running.delete(id);
      this.pass();
    }
  }

  /** Waits until one more may go up, in the order of asking. */
  private async turn(): Promise<void> {
    if (this.underWay < AT_ONCE) {
      this.underWay++;
    } else {
      await new Promise<void>((go) => this.queue.push(go));
    }
  }

  /** Lets the next one go up in the place of one that has ended. */
  private pass(): void {
    const next = this.queue.shift();
    if (next) {
      next();
    } else {
      this.underWay--;
    }
  }

  private change(id: number, change: Partial<Upload>): void {
    this.items.value = this.items.peek().map((item) => (item.id === id ? { ...item, ...change } : item));
  }
}

/** Pages served without TLS have no digests: images then cannot be sent. */
async function digest(file: File): Promise<string> {
  if (!crypto.subtle) {
    throw new Problem('no-secure-context', 400, 'Images need an https address');
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where and how an object is put. */
export interface UploadPlace {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends the bytes, telling how far it is: `fetch` cannot tell that. */
function put(
  place: UploadPlace,
  file: File,
  signal: AbortSignal,
  onProgress: (progress: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) {
      // The browser sets these by itself, and refuses to be told.
      if (!/^(content-length|host)$/i.test(name)) {
        request.setRequestHeader(name, value);
      }
    }
    const stop = (reason: Problem): void => {
      clearTimeout(timer);
      request.abort();
      reject(reason);
    };
    const wait = () => setTimeout(() => stop(Problem.timeout()), STALLED_MS);
    let timer = wait();
    request.upload.onprogress = (event) => {
      clearTimeout(timer);
      timer = wait();
      onProgress(event.total > 0 ? event.loaded / event.total : 0);
    };
    request.onloadend = () => clearTimeout(timer);
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve()
        : reject(
            new Problem(request.status === 413 ? 'image-too-large' : 'internal', request.status, 'Refused'),
          );
    request.onerror = () => reject(Problem.offline());
    signal.addEventListener('abort', () => stop(Problem.offline()));
    request.send(file);
  });
}
