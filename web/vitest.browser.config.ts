import { defineConfig } from 'vitest/config';

/** Walks through the page in a real Chromium against the real program. One at a time: they share two cores. */
export default defineConfig({
  test: {
    include: [
      process.env['ENDRANGE_WALK'] === 'measuring'
        ? 'tests/browser/measuring/*.spec.ts'
        : 'tests/browser/*.spec.ts',
    ],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});
