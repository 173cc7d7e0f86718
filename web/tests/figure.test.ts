import { describe, expect, it } from 'vitest';

import type { FigureMotion } from '../src/lib/api';
import { makeArcPoints, readArcFrame } from '../src/figure/arc';
import { computeExtent, isHeld } from '../src/figure/extent';
import { computeAngle, computeLoopTime, computePoses } from '../src/figure/pose';
import { computeHull, projectFigure } from '../src/figure/project';
import { dot, rotate, turn, type Vector } from '../src/figure/vectors';

const degrees = Math.PI / 180;

/** An arm that swings from 10° to 100° out to the person's right: about the x axis, which points forward. */
function makeSwing(): FigureMotion {
  const angles = Array.from({ length: 31 }, (_, i) => 10 + 3 * i);
  return {
    exercise: 'arm-raise',
    side: 'right',
    duration_s: 3,
    loop_from_s: 1,
    loop_to_s: 3,
    segments: [{ name: 'upper_arm_r', region: 'shoulders', working: true }],
    shapes: [
      {
        segment: 0,
        kind: 'ellipsoid',
        size: [0.05, 0.05, 0.05],
        at: [0, 0, 0],
        rotation: [0, 0, 0, 1],
        joint: true,
        prop: false,
      },
      {
        segment: 0,
        kind: 'lathe',
        size: [0.04, -0.3, 0.05, 0],
        at: [0, 0, 0],
        rotation: [0, 0, 0, 1],
        joint: false,
        prop: false,
      },
    ],
    frames: angles.map((angle, i) => ({
      t_s: i / 10,
      poses: [0, 1.4, 0.2, ...turn([1, 0, 0], -angle * degrees)],
    })),
    phases: [],
    arcs: [
      {
        joint_motion: 'shoulder.abduction',
        name: 'Shoulder, out to the side',
        side: 'right',
        segment: 0,
        target_deg: 100,
        own_deg: null,
        human_deg: 180,
        angles_deg: angles,
        plane: { axis: [-1, 0, 0], zero: [0, -1, 0] },
        limb_m: 0.3,
      },
    ],
    view_azimuth_deg: 0,
    view_elevation_deg: 0,
    still_s: 3,
  };
}

describe('the figure', () => {
  it('runs once to the end of its loop, then loops', () => {
    const motion = makeSwing();
    expect(computeLoopTime(motion, 2.5)).toBe(2.5);
    expect(computeLoopTime(motion, 3.5)).toBeCloseTo(1.5, 9);
    expect(computeLoopTime(motion, 5.25)).toBeCloseTo(1.25, 9);
  });

  it('poses between frames as between angles', () => {
    const motion = makeSwing();
    const [pose] = computePoses(motion, 1.05);
    const limb = rotate(pose!.rotation, [0, -1, 0]);
    const angle = Math.atan2(limb[2], -limb[1]) / degrees;
    expect(angle).toBeCloseTo(41.5, 2);
    expect(computeAngle(motion, motion.arcs[0]!.angles_deg, 1.05)).toBeCloseTo(41.5, 9);
  });

  it('draws an arc along which the limb swings: zero hangs down, the end lies along the limb', () => {
    const motion = makeSwing();
    const frame = readArcFrame(motion.arcs[0]!.plane)!;
    expect(makeArcPoints(frame, 0, 100, 1)[0]![1]).toBeCloseTo(-1, 6);
    const end = makeArcPoints(frame, 0, 100, 1).at(-1)!;
    const limb = rotate(computePoses(motion, 3)[0]!.rotation, [0, -1, 0]);
    expect(dot(end, limb)).toBeCloseTo(1, 6);
    expect(readArcFrame(null)).toBeNull();
  });

  it('does not let a wall make the figure small', () => {
    const motion = makeSwing();
    const before = computeExtent(motion);
    motion.shapes.push({
      segment: 0,
      kind: 'box',
      size: [0.05, 1.2, 1],
      at: [0.5, 0, 0],
      rotation: [0, 0, 0, 1],
      joint: false,
      prop: true,
    });
    expect(computeExtent(motion)).toEqual(before);
  });

  it("is seen from the front with the person's right on the viewer's left", () => {
    const { outlines, viewBox } = projectFigure(makeSwing(), 3);
    expect(outlines).toHaveLength(2);
    const limb = outlines.find((outline) => outline.kind === 'wood')!;
    const xs = [...limb.path.matchAll(/[ML](-?[\d.]+) /g)].map((match) => Number(match[1]));
    expect(Math.min(...xs)).toBeLessThan(-45);
    expect(viewBox.split(' ').map(Number).every(Number.isFinite)).toBe(true);
  });

  it('tells a stick in the hands from what stands in the room', () => {
    const motion = makeSwing();
    motion.segments.push({ name: 'room', region: 'hips', working: false });
    motion.segments.push({ name: 'stick', region: 'hips', working: false });
    const place = [0, 0, 0, 0, 0, 0, 1];
    motion.frames.forEach((frame) => frame.poses.push(...place, ...place));
    const prop = { at: [0, 0, 0], rotation: [0, 0, 0, 1], joint: false, prop: true };
    motion.shapes.push({ segment: 1, kind: 'box', size: [0.2, 0.02, 0.2], ...prop });
    motion.shapes.push({ segment: 2, kind: 'lathe', size: [0.01, -0.5, 0.01, 0.5], ...prop });
    expect(motion.shapes.map((shape) => isHeld(motion, shape))).toEqual([false, false, false, true]);
    const kinds = projectFigure(motion, 0).outlines.map((outline) => outline.kind);
    expect(kinds.sort()).toEqual(['held', 'prop', 'wood', 'working']);
  });

  it('wraps points in their hull', () => {
    const square: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0.5, 0.5],
      [0.2, 0.7],
    ];
    expect(computeHull(square)).toHaveLength(4);
  });

  it('turns vectors as quaternions do', () => {
    const turned: Vector = rotate(turn([0, 1, 0], Math.PI / 2), [1, 0, 0]);
    expect(turned[2]).toBeCloseTo(-1, 9);
  });
});
