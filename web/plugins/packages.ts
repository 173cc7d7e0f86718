import type { Plugin } from 'vite';

/**
 * Writes `packages.json`: the npm packages whose code is in the bundle, for THIRD-PARTY.md (tools/third_party.mjs).
 */
export function listPackages(): Plugin {
  return {
    name: 'list-packages',
    apply: 'build',
    generateBundle(_, bundle) {
      const names = new Set<string>(['@mediapipe/pose']);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of Object.keys(chunk.modules)) {
          const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
          if (name !== undefined) names.add(name);
        }
      }
      this.emitFile({
        type: 'asset',
        fileName: 'packages.json',
        source: JSON.stringify([...names].sort(), null, 2),
      });
    },
  };
}
