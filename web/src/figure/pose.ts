import type { FigureMotion } from '../lib/api';
import { interpolate, type Quaternion, type Vector } from './vectors';

/** Where a segment stands in the world. */
export interface SegmentPose {
  position: Vector;
  rotation: Quaternion;
}

const perSegment = 7;

function readSegment(poses: number[], segment: number): SegmentPose {
  const at = segment * perSegment;
  return {
    position: poses.slice(at, at + 3) as Vector,
    rotation: poses.slice(at + 3, at + perSegment) as Quaternion,
  };
}

/** Time in a motion after `elapsed_s`: once to the loop's end, then from its beginning again and again. */
export function computeLoopTime(
  motion: Pick<FigureMotion, 'duration_s' | 'loop_from_s' | 'loop_to_s'>,
  elapsed_s: number,
): number {
  const span = motion.loop_to_s - motion.loop_from_s;
  if (elapsed_s < motion.loop_to_s) return Math.max(0, elapsed_s);
  if (span <= 0) return motion.duration_s;
  return motion.loop_from_s + ((elapsed_s - motion.loop_from_s) % span);
}

/** The frames around a time and how far between them it is. */
export function findFrames(motion: FigureMotion, t_s: number): { before: number; after: number; u: number } {
  const { frames } = motion;
  let low = 0;
  let high = frames.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.t_s ?? 0) <= t_s) low = middle;
    else high = middle;
  }
  const a = frames[low]?.t_s ?? 0;
  const b = frames[high]?.t_s ?? a;
  return { before: low, after: high, u: b > a ? Math.min(1, Math.max(0, (t_s - a) / (b - a))) : 0 };
}

/** Every segment's pose at a time, between the frames around it. */
export function computePoses(motion: FigureMotion, t_s: number): SegmentPose[] {
  const { before, after, u } = findFrames(motion, t_s);
  const a = motion.frames[before]?.poses ?? [];
  const b = motion.frames[after]?.poses ?? a;
  return motion.segments.map((_, segment) => {
    const from = readSegment(a, segment);
    const to = readSegment(b, segment);
    return {
      position: from.position.map((value, i) => value * (1 - u) + u * (to.position[i] as number)) as Vector,
      rotation: interpolate(from.rotation, to.rotation, u),
    };
  });
}

/** The working joint's angle at a time, in degrees. */
export function computeAngle(motion: FigureMotion, angles_deg: number[], t_s: number): number {
  const { before, after, u } = findFrames(motion, t_s);
  const a = angles_deg[before] ?? 0;
  return a * (1 - u) + u * (angles_deg[after] ?? a);
}

/** The farthest point of a shape from its own origin. */
export function computeShapeRadius(shape: { kind: string; size: number[] }): number {
  if (shape.kind !== 'lathe')
    return shape.kind === 'box' ? Math.hypot(...shape.size) : Math.max(...shape.size);
  let most = 0;
  for (let i = 0; i + 1 < shape.size.length; i += 2)
    most = Math.max(most, Math.hypot(shape.size[i]!, shape.size[i + 1]!));
  return most;
}
