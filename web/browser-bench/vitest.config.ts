import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Borrows the runner of the tests, which knows TypeScript; nothing here passes or fails by its time. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['page.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['default'],
  },
});
