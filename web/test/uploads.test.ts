import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../src/api/client';
import { imageTypeOf } from '../src/store/imageType';
import { IMAGE_BYTES, Uploads } from '../src/store/uploads';

/** A request whose course the test decides. */
class FakeRequest {
  static all: FakeRequest[] = [];
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  readonly headers: Record<string, string> = {};
  onload = (): void => undefined;
  onerror = (): void => undefined;
  onloadend = (): void => undefined;
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
    this.onloadend();
  }
  finish(status: number): void {
    this.status = status;
    this.onload();
    this.onloadend();
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

afterEach(() => uploads.clear());

const PNG = '\x89PNG\r\n\x1a\n';
const JPEG = '\xff\xd8\xff\xe0';

function image(text = PNG, type = 'image/png'): File {
  return new File([Uint8Array.from(text, (character) => character.charCodeAt(0))], 'a.png', { type });
}

const request = (at: number) =>
  vi.waitFor(() => FakeRequest.all[at]!.headers['Content-Type'] && FakeRequest.all[at]!);
const states = (): string[] => uploads.list.value.map(({ state }) => state);

test('an image is announced with its digest and put with exactly the headers that were signed', async () => {
  expect(await uploads.add([image()])).toBeNull();
  const put = (await request(0)) as FakeRequest;
  expect(asked[0]).toMatchObject({
    size: 8,
    type: 'image/png',
    sha256: '4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6',
  });
  expect(put.headers).toEqual({ 'Content-Type': 'image/png' });
  put.upload.onprogress!({ loaded: 1, total: 4 });
  expect(uploads.list.value[0]!.progress).toBe(0.25);
  expect(uploads.finished()).toBeNull();
  put.finish(200);
  await vi.waitFor(() => expect(states()).toEqual(['done']));
  expect(uploads.finished()).toEqual([{ key: 'k', url: '/media/k', size: 8, type: 'image/png' }]);
});

test('a failed one can be tried again, one under way stopped', async () => {
  await uploads.add([image(), image()]);
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

test('what is no image, is too large or too many never starts', async () => {
  const page = image('<!DOCTYPE html><script>alert(1)</script>');
  expect((await uploads.add([page]))!.type).toBe('not-an-image');
  expect((await uploads.add([image('')]))!.type).toBe('not-an-image');
  const large = image();
  Object.defineProperty(large, 'size', { value: IMAGE_BYTES + 1 });
  expect((await uploads.add([large]))!.type).toBe('image-too-large');
  expect(uploads.list.value).toEqual([]);
  const eleven = Array.from({ length: 11 }, () => image());
  expect((await uploads.add(eleven))!.type).toBe('too-many-images');
  expect(uploads.list.value.length).toBe(10);
});

test('a wrong name does not matter: the first bytes say what an image is', async () => {
  expect(await uploads.add([image(JPEG, 'image/png')])).toBeNull();
  await request(0);
  expect(asked[0]!.type).toBe('image/jpeg');
});

test('three go up at once, and the next when one has ended', async () => {
  await uploads.add(Array.from({ length: 5 }, () => image()));
  await Promise.all([0, 1, 2].map(request));
  const fourth = uploads.list.value[3]!;
  uploads.remove(fourth.id);
  expect(FakeRequest.all.length).toBe(3);
  FakeRequest.all[0]!.finish(200);
  FakeRequest.all[1]!.finish(200);
  await request(3);
  expect(asked.length).toBe(4);
  FakeRequest.all[2]!.finish(200);
  FakeRequest.all[3]!.finish(200);
  await vi.waitFor(() => expect(states()).toEqual(['done', 'done', 'done', 'done']));
});

test('one that was taken out while it was announced is not sent', async () => {
  await uploads.add([image()]);
  uploads.remove(uploads.list.value[0]!.id);
  await uploads.add([image()]);
  await request(0);
  expect(FakeRequest.all.length).toBe(1);
  expect(states()).toEqual(['uploading']);
});

test('one that does not go on is given up', async () => {
  vi.useFakeTimers();
  try {
    await uploads.add([image()]);
    await vi.waitUntil(() => FakeRequest.all[0]);
    const put = FakeRequest.all[0]!;
    await vi.advanceTimersByTimeAsync(29_000);
    put.upload.onprogress!({ loaded: 1, total: 4 });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(put.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(put.aborted).toBe(true);
    expect(uploads.list.value[0]!.problem!.type).toBe('timeout');
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['image/png', PNG],
  ['image/jpeg', JPEG],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\n\x00\n\x00WEBPVP8 '],
  ['image/avif', '\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1'],
  ['image/avif', '\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00miafavif'],
  [null, '\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1'],
  [null, '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  [null, 'RIFF\n\x00\n\x00WAVEfmt '],
])('%s is known by how it begins', async (type, begin) => {
  expect(await imageTypeOf(image(begin, 'image/png'))).toBe(type);
});
