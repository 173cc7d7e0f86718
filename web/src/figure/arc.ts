import { rotate, scale, turn, type Vector } from './vectors';

/** Where a joint's dial stands, around its joint: its angles grow about `axis` from `zero`. */
export interface ArcFrame {
  axis: Vector;
  zero: Vector;
}

/** As it travels. */
export function readArcFrame(plane: { axis: number[]; zero: number[] } | null): ArcFrame | null {
  return plane && { axis: plane.axis as Vector, zero: plane.zero as Vector };
}

/** Points along the arc between two angles, at a distance from the joint. */
export function makeArcPoints(frame: ArcFrame, from_deg: number, to_deg: number, radius: number): Vector[] {
  const count = Math.max(2, Math.ceil(Math.abs(to_deg - from_deg) / 3));
  return Array.from({ length: count + 1 }, (_, i) => {
    const angle = ((from_deg + ((to_deg - from_deg) * i) / count) * Math.PI) / 180;
    return scale(rotate(turn(frame.axis, angle), frame.zero), radius);
  });
}
