import type { FigureMotion, Shape } from '../lib/api';
import { computeBounds, computePoses } from './pose';
import { add, dot, rotate, type Vector } from './vectors';

/** A shape's outline on paper: what is drawn where there is no WebGL. */
export interface Outline {
  path: string;
  kind: 'wood' | 'joint' | 'working' | 'prop';
  depth: number;
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

/** The convex hull of points on a plane, counter-clockwise (Andrew's monotone chain). */
export function computeHull(points: [number, number][]): [number, number][] {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const isRight = (o: [number, number], p: [number, number], q: [number, number]) =>
    (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]) <= 0;
  const half = (list: [number, number][]) => {
    const chain: [number, number][] = [];
    for (const p of list) {
      while (chain.length >= 2 && isRight(chain[chain.length - 2]!, chain[chain.length - 1]!, p)) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** The figure at a time, seen along the motion's own view without perspective, back to front. */
export function projectFigure(motion: FigureMotion, t_s: number): { outlines: Outline[]; viewBox: string } {
  const azimuth = (motion.view_azimuth_deg * Math.PI) / 180;
  const elevation = (motion.view_elevation_deg * Math.PI) / 180;
  const toEye: Vector = [
    Math.cos(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.sin(azimuth) * Math.cos(elevation),
  ];
  const right: Vector = [Math.sin(azimuth), 0, -Math.cos(azimuth)];
  const up: Vector = [
    -Math.cos(azimuth) * Math.sin(elevation),
    Math.cos(elevation),
    -Math.sin(azimuth) * Math.sin(elevation),
  ];
  const flatten = (p: Vector): [number, number] => [100 * dot(p, right), -100 * dot(p, up)];

  const poses = computePoses(motion, t_s);
  const outlines = motion.shapes
    .flatMap((shape): Outline[] => {
      const pose = poses[shape.segment];
      const segment = motion.segments[shape.segment];
      if (!pose || !segment) return [];
      const place = (p: Vector) => add(rotate(pose.rotation, p), pose.position);
      const hull = computeHull(sampleShape(shape).map((p) => flatten(place(p))));
      const path = hull.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('') + 'Z';
      const kind = shape.prop
        ? 'prop'
        : segment.working && shape.joint
          ? 'working'
          : shape.joint
            ? 'joint'
            : 'wood';
      return [{ path, kind, depth: dot(place(shape.at as Vector), toEye) }];
    })
    .sort((a, b) => a.depth - b.depth);

  const { low, high } = computeBounds(motion);
  const corners: [number, number][] = [];
  for (const x of [low[0], high[0]])
    for (const y of [low[1], high[1]]) for (const z of [low[2], high[2]]) corners.push(flatten([x, y, z]));
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { outlines, viewBox: [x0, y0, x1 - x0, y1 - y0].map((value) => value.toFixed(1)).join(' ') };
}
