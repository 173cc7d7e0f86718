import type { ArcTrack, FigureMotion } from '../lib/api';
import { computePoses } from './pose';
import {
  cross,
  dot,
  multiply,
  normalise,
  rotate,
  scale,
  turn,
  type Quaternion,
  type Vector,
} from './vectors';

/** Where a joint's dial stands in the world: its angles grow about `axis` from `zero`, around the joint. */
export interface ArcFrame {
  origin: Vector;
  axis: Vector;
  zero: Vector;
}

/** A smaller swing has no plane that could be told from noise. */
const smallestSwing_deg = 8;
/** How far the limb may stray from the arc before the arc would show something else than the joint motion. */
const largestStray_deg = 14;

/**
 * Finds the plane in which a segment swings over a motion, from its rotation between the frames of the smallest and
 * the largest angle. Null where it hardly moves, or where the body around it moves so that no one arc tells the
 * joint motion's angle in every frame.
 */
export function findArcFrame(motion: FigureMotion, arc: ArcTrack): ArcFrame | null {
  let least = 0;
  let most = 0;
  arc.angles_deg.forEach((angle, frame) => {
    if (angle < (arc.angles_deg[least] as number)) least = frame;
    if (angle > (arc.angles_deg[most] as number)) most = frame;
  });
  const low_deg = arc.angles_deg[least];
  const high_deg = arc.angles_deg[most];
  const lowTime = motion.frames[least]?.t_s;
  const highTime = motion.frames[most]?.t_s;
  if (low_deg === undefined || high_deg === undefined || lowTime === undefined || highTime === undefined)
    return null;
  if (high_deg - low_deg < smallestSwing_deg) return null;

  const from = computePoses(motion, lowTime)[arc.segment];
  const to = computePoses(motion, highTime)[arc.segment];
  if (!from || !to) return null;
  const inverse: Quaternion = [-from.rotation[0], -from.rotation[1], -from.rotation[2], from.rotation[3]];
  let swing = multiply(to.rotation, inverse);
  if (swing[3] < 0) swing = scale4(swing, -1);
  const sine = Math.hypot(swing[0], swing[1], swing[2]);
  if (2 * Math.atan2(sine, swing[3]) < (smallestSwing_deg * Math.PI) / 180) return null;
  const axis = normalise([swing[0], swing[1], swing[2]]);

  // The limb itself shows the angle, unless it turns about its own length: then its front does.
  const along = rotate(from.rotation, [0, -1, 0]);
  const front = rotate(from.rotation, [1, 0, 0]);
  const pointer = Math.abs(dot(along, axis)) < 0.75 ? along : front;
  const flat = normalise(cross(cross(axis, pointer), axis));
  const zero = rotate(turn(axis, (-low_deg * Math.PI) / 180), flat);
  const found: ArcFrame = { origin: from.position, axis, zero };

  const local: Vector = pointer === along ? [0, -1, 0] : [1, 0, 0];
  const stride = Math.max(1, Math.floor(arc.angles_deg.length / 12));
  for (let frame = 0; frame < arc.angles_deg.length; frame += stride) {
    const pose = computePoses(motion, motion.frames[frame]?.t_s ?? 0)[arc.segment];
    if (!pose) return null;
    const shown = rotate(turn(axis, ((arc.angles_deg[frame] as number) * Math.PI) / 180), zero);
    const stray = Math.acos(Math.min(1, Math.max(-1, dot(shown, rotate(pose.rotation, local)))));
    if (stray > (largestStray_deg * Math.PI) / 180) return null;
  }
  return found;
}

function scale4(q: Quaternion, k: number): Quaternion {
  return [q[0] * k, q[1] * k, q[2] * k, q[3] * k];
}

/** Points along the arc between two angles, at a distance from the joint. */
export function makeArcPoints(frame: ArcFrame, from_deg: number, to_deg: number, radius: number): Vector[] {
  const count = Math.max(2, Math.ceil(Math.abs(to_deg - from_deg) / 3));
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = ((from_deg + ((to_deg - from_deg) * i) / count) * Math.PI) / 180;
    return scale(rotate(turn(frame.axis, angle), frame.zero), radius);
  });
}
