import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

import { readContent } from './plugins/content';
import { listPackages } from './plugins/packages';
import { copyPoseFiles } from './plugins/pose';

export default defineConfig({
  base: './',
  publicDir: 'static',
  plugins: [svelte({ emitCss: true }), readContent(), copyPoseFiles(), listPackages()],
  build: {
    target: 'es2022',
    // Everything is a file of its own, so that the policy can name 'self' and nothing else.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
