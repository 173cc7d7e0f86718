import type { FigureMotion } from '../lib/api';
import { computeExtent, isHeld, sampleShape } from './extent';
import { computePoses } from './pose';
import { add, dot, rotate, type Vector } from './vectors';

/** A shape's outline on paper: what is drawn where there is no WebGL. */
export interface Outline {
  path: string;
  kind: 'wood' | 'joint' | 'working' | 'prop' | 'held';
  depth: number;
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
      const kind = isHeld(motion, shape)
        ? 'held'
        : shape.prop
          ? 'prop'
          : segment.working && shape.joint
            ? 'working'
            : shape.joint
              ? 'joint'
              : 'wood';
      return [{ path, kind, depth: dot(place(shape.at as Vector), toEye) }];
    })
    .sort((a, b) => a.depth - b.depth);

  const corners = computeExtent(motion).map(flatten);
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // Outlines are drawn half outside of what they surround.
  const edge = 0.02 * Math.max(x1 - x0, y1 - y0);
  const box = [x0 - edge, y0 - edge, x1 - x0 + 2 * edge, y1 - y0 + 2 * edge];
  return { outlines, viewBox: box.map((value) => value.toFixed(1)).join(' ') };
}
