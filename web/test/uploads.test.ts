import { beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../src/api/client';
import { IMAGE_BYTES, Uploads } from '../src/store/uploads';

/** A request whose course the test decides. */
class FakeRequest {
  static all: FakeRequest[] = [];
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  readonly headers: Record<string, string> = {};
  onload = (): void => undefined;
  onerror = (): void => undefined;
  status = 0;
  aborted = false;
  constructor() {
    FakeRequest.all.push(this);
  }
  open(): void {}
  send(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  abort(): void {
    this.aborted = true;
  }
  finish(status: number): void {
    this.status = status;
    this.onload();
  }
}

let uploads: Uploads;
let asked: { size: number; sha256: string; type: string }[];

beforeEach(() => {
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  FakeRequest.all = [];
  asked = [];
  const client = {
    attachment: async (image: (typeof asked)[number]) => {
      asked.push(image);
      const headers = { 'Content-Type': image.type, 'Content-Length': '3', Host: 's3' };
      return { key: 'k', url: '/media/k', upload: { method: 'PUT', url: '/upload/k', headers } };
    },
  } as unknown as Client;
  uploads = new Uploads(client, 'c');
});

const image = (bytes = 'abc', type = 'image/png'): File => new File([bytes], 'a.png', { type });
const request = (at: number) =>
  vi.waitFor(() => FakeRequest.all[at]!.headers['Content-Type'] && FakeRequest.all[at]!);
const states = (): string[] => uploads.list.value.map(({ state }) => state);

test('an image is announced with its digest and put with exactly the headers that were signed', async () => {
  expect(uploads.add([image()])).toBeNull();
  const put = (await request(0)) as FakeRequest;
  expect(asked[0]).toMatchObject({
    size: 3,
    type: 'image/png',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
  expect(put.headers).toEqual({ 'Content-Type': 'image/png' });
  put.upload.onprogress!({ loaded: 1, total: 4 });
  expect(uploads.list.value[0]!.progress).toBe(0.25);
  expect(uploads.finished()).toBeNull();
  put.finish(200);
  await vi.waitFor(() => expect(states()).toEqual(['done']));
  expect(uploads.finished()).toEqual([{ key: 'k', url: '/media/k', size: 3, type: 'image/png' }]);
});

test('a failed one can be tried again, one under way stopped', async () => {
  uploads.add([image(), image()]);
  ((await request(0)) as FakeRequest).finish(403);
  await vi.waitFor(() => expect(states()).toContain('failed'));
  const failed = uploads.list.value.find(({ state }) => state === 'failed')!;
  uploads.retry(failed.id);
  ((await request(2)) as FakeRequest).finish(200);
  await vi.waitFor(() => expect(states()).toContain('done'));
  const other = uploads.list.value.find(({ id }) => id !== failed.id)!;
  const under = (await request(1)) as FakeRequest;
  uploads.remove(other.id);
  expect(under.aborted).toBe(true);
  expect(states()).toEqual(['done']);
});

test('what is no image, is too large or too many never starts', () => {
  expect(uploads.add([image('<svg/>', 'image/svg+xml')])!.type).toBe('not-an-image');
  const large = image();
  Object.defineProperty(large, 'size', { value: IMAGE_BYTES + 1 });
  expect(uploads.add([large])!.type).toBe('image-too-large');
  expect(uploads.list.value).toEqual([]);
  expect(uploads.add(Array.from({ length: 11 }, () => image()))!.type).toBe('too-many-images');
  expect(uploads.list.value.length).toBe(10);
});
