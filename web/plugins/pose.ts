import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** What the pose library loads at run time: the lite and the full model, not the heavy one. */
const files = [
  'pose.js',
  'pose_web.binarypb',
  'pose_landmark_lite.tflite',
  'pose_landmark_full.tflite',
  'pose_solution_packed_assets.data',
  'pose_solution_packed_assets_loader.js',
  'pose_solution_simd_wasm_bin.js',
  'pose_solution_simd_wasm_bin.wasm',
  'pose_solution_wasm_bin.js',
  'pose_solution_wasm_bin.wasm',
];

/** Puts the pose library and its models into dist/pose/, under the names that it asks for. */
export function copyPoseFiles(): Plugin {
  let target = '';
  return {
    name: 'endrange-pose-files',
    apply: 'build',
    configResolved(config) {
      target = join(config.root, config.build.outDir, 'pose');
    },
    closeBundle() {
      const source = dirname(createRequire(import.meta.url).resolve('@mediapipe/pose/package.json'));
      mkdirSync(target, { recursive: true });
      for (const file of files) copyFileSync(join(source, file), join(target, file));
    },
  };
}
