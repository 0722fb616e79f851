import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The browser test plays one story on one server, so everything runs in order and stops at a failure. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    maxWorkers: 1,
    bail: 1,
    sequence: { concurrent: false, shuffle: false },
    expect: { poll: { timeout: 30_000, interval: 50 } },
    reporters: ['verbose'],
  },
});
