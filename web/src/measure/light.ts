import type { Landmark } from '../lib/api';

/** How the light falls: `against` is from behind the person, `unknown` before anything was read. */
export type Light = 'unknown' | 'good' | 'dark' | 'against' | 'glare';

/** How bright parts of a picture are, from 0 for black to 255 for white. */
export interface Brightness {
  /** The brighter half of the points on the person: clothes may be black, faces and hands are not. Null without one. */
  person: number | null;
  /** The whole picture. */
  all: number;
}

/** Below this the sensor's noise is a good part of the picture, and points wander. */
const dark = 45;

/** A face that is this dark before a bright background is a silhouette. */
const silhouette = 60;
const brightBackground = 130;

/** Above this the picture is burnt out: edges are gone. */
const burnt = 245;

/** Points that lie on the body rather than beside it: nose, ears, shoulders, elbows, wrists, hips, knees. */
const bodyPoints = [0, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26];

/** The brightness of a picture of red, green, blue and alpha, row by row. */
export function computeBrightness(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  points: Landmark[],
): Brightness {
  const lumaAt = (pixel: number) =>
    0.299 * (pixels[4 * pixel] ?? 0) +
    0.587 * (pixels[4 * pixel + 1] ?? 0) +
    0.114 * (pixels[4 * pixel + 2] ?? 0);
  let sum = 0;
  for (let pixel = 0; pixel < width * height; ++pixel) sum += lumaAt(pixel);
  const onBody = bodyPoints.flatMap((at) => {
    const point = points[at];
    if (!point || point.x < 0 || point.x >= 1 || point.y < 0 || point.y >= 1) return [];
    return [lumaAt(Math.floor(point.y * height) * width + Math.floor(point.x * width))];
  });
  onBody.sort((a, b) => b - a);
  const brighter = onBody.slice(0, Math.ceil(onBody.length / 2));
  return {
    person: brighter.length > 0 ? brighter.reduce((a, b) => a + b, 0) / brighter.length : null,
    all: sum / Math.max(1, width * height),
  };
}

export function judgeLight({ person, all }: Brightness): Light {
  const shown = person ?? all;
  if (shown < silhouette && all > brightBackground) return 'against';
  if (shown < dark) return 'dark';
  return shown > burnt ? 'glare' : 'good';
}

/** What to do about it; empty when the light will do. */
export const lightHints: Record<Light, string> = {
  unknown: '',
  good: '',
  dark: 'It is too dark. Put a light before you.',
  against: 'The light is behind you. Turn the room round, or draw the curtain.',
  glare: 'The light is too strong. Turn it away from the camera.',
};

/** As small as shows light and dark, and nothing more. */
const width = 96;

/** Reads the light of pictures, in the browser; nothing of them goes anywhere. */
export function makeLightMeter(): (picture: HTMLVideoElement, points: Landmark[]) => Light {
  let canvas: HTMLCanvasElement | null = null;
  return (picture, points) => {
    if (!picture.videoWidth) return 'unknown';
    canvas ??= document.createElement('canvas');
    canvas.width = width;
    canvas.height = Math.max(1, Math.round((width * picture.videoHeight) / picture.videoWidth));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return 'unknown';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return judgeLight(computeBrightness(data, canvas.width, canvas.height, points));
  };
}
