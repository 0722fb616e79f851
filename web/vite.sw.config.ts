import { defineConfig } from 'vite';

/** The service worker: one classic script at the root, which every browser that has push can run. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'target/classes/webroot',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/sw/sw.ts', formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
  },
});
