import { defineConfig } from 'vitest/config';

/** Where a development server sends what the page asks of the chat server. */
const server = process.env['CHAT_SERVER'] ?? 'http://localhost:8080';

export default defineConfig({
  build: {
    outDir: 'target/classes/webroot',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() and nothing older: see docs/decisions/0021.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    // The server's content security policy allows no data: URLs and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The names of the emoji are this large, and fetched only with the picker.
    chunkSizeWarningLimit: 700,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    proxy: {
      '/v1': server,
      '/ws': { target: server, ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts'] },
});
