import type { FigureMotion } from '../lib/api';
import { isDark, readAccent, readColour } from '../lib/colours';
import type { FigureScene } from './scene';

/* One scene draws all stills, one after the other: browsers allow only a few WebGL contexts at a time. */

interface Studio {
  canvas: HTMLCanvasElement;
  scene: FigureScene;
}

let studio: Promise<Studio | null> | null = null;
let last: Promise<unknown> = Promise.resolve();
const made = new Map<string, string>();

async function openStudio(): Promise<Studio | null> {
  try {
    const { FigureScene: Scene } = await import('./scene');
    const canvas = document.createElement('canvas');
    return { canvas, scene: new Scene(canvas) };
  } catch {
    return null;
  }
}

async function draw(motion: FigureMotion, width: number, height: number): Promise<string | null> {
  studio ??= openStudio();
  const open = await studio;
  if (!open) return null;
  open.scene.resize(width, height, devicePixelRatio);
  open.scene.setColours({ accentOf: readAccent, track: readColour('--line-strong'), isDark: isDark() });
  open.scene.setMotion(motion);
  open.scene.draw();
  const blob = await new Promise<Blob | null>((resolve) => open.canvas.toBlob(resolve));
  return blob ? URL.createObjectURL(blob) : null;
}

/** An address of a picture of the motion's telling moment, or null where WebGL is missing. */
export async function makeStill(motion: FigureMotion, width: number, height: number): Promise<string | null> {
  const key = [motion.exercise, motion.side, motion.still_s, motion.duration_s, width, height, isDark()].join(
    ' ',
  );
  const known = made.get(key);
  if (known) return known;
  const next = last.then(() => draw(motion, Math.max(1, width), Math.max(1, height)));
  last = next.catch(() => null);
  const picture = await next;
  if (picture) made.set(key, picture);
  return picture;
}
