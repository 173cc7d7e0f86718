import type { FigureMotion, Shape } from '../lib/api';
import { computePoses } from './pose';
import { add, rotate, type Vector } from './vectors';

/** A wall would make the figure before it small: the picture may cut it. */
export function isTall(shape: { kind: string; size: number[] }): boolean {
  return shape.kind === 'box' && (shape.size[1] ?? 0) > 0.6;
}

/** A strap or a stick, which goes with the hands; what else is a prop stands in the room. */
export function isHeld(motion: FigureMotion, shape: Shape): boolean {
  return shape.prop && motion.segments[shape.segment]?.name !== 'room';
}

const ringPoints = 14;

/** Points on a shape's surface, in its segment's frame. */
export function sampleShape(shape: Shape): Vector[] {
  const points: Vector[] = [];
  const ring = (radius: number, height: number) => {
    for (let i = 0; i < ringPoints; ++i) {
      const a = (2 * Math.PI * i) / ringPoints;
      points.push([radius * Math.cos(a), height, radius * Math.sin(a)]);
    }
  };
  const [a = 0, b = 0, c = 0] = shape.size;
  if (shape.kind === 'lathe') {
    for (let i = 0; i + 1 < shape.size.length; i += 2)
      ring(shape.size[i] as number, shape.size[i + 1] as number);
  } else if (shape.kind === 'box') {
    for (const x of [-a, a]) for (const y of [-b, b]) for (const z of [-c, c]) points.push([x, y, z]);
  } else {
    for (let i = -4; i <= 4; ++i) ring(Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8));
    points.forEach((p) => ((p[0] *= a), (p[1] *= b), (p[2] *= c)));
  }
  const [qx = 0, qy = 0, qz = 0, qw = 1] = shape.rotation;
  const at = shape.at as Vector;
  return points.map((p) => add(rotate([qx, qy, qz, qw], p), at));
}

/** So many moments show how far a figure gets in a motion. */
const moments = 24;

/** Points nearer to each other than this count once, in metres. */
const grain_m = 0.05;

/** Points all over the figure's surface, over the whole motion: what has to be in the picture, in metres. */
export function computeExtent(motion: FigureMotion): Vector[] {
  const surfaces = motion.shapes
    .filter((shape) => !(shape.prop && isTall(shape)))
    .map((shape) => ({ segment: shape.segment, points: sampleShape(shape) }));
  const found = new Map<string, Vector>();
  for (let moment = 0; moment <= moments; ++moment) {
    const poses = computePoses(motion, (motion.duration_s * moment) / moments);
    for (const { segment, points } of surfaces) {
      const pose = poses[segment];
      if (!pose) continue;
      for (const point of points) {
        const at = add(rotate(pose.rotation, point), pose.position);
        found.set(at.map((value) => Math.round(value / grain_m)).join(' '), at);
      }
    }
  }
  return [...found.values()];
}
