import type { Landmark } from '../lib/api';

/** The lines between BlazePose's points: face left out, trunk, arms, legs. */
export const bones: readonly (readonly [number, number])[] = [
  [11, 12],
  [11, 23],
  [12, 24],
  [23, 24],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
  [23, 25],
  [25, 27],
  [27, 29],
  [29, 31],
  [27, 31],
  [24, 26],
  [26, 28],
  [28, 30],
  [30, 32],
  [28, 32],
  [0, 11],
  [0, 12],
];

/** The points that are drawn: nose, shoulders, elbows, wrists, hips, knees, ankles. */
const joints = [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

/** Below this the library itself holds a point to be hidden or outside the picture. */
const visibleFrom = 0.5;

export interface SkeletonLook {
  line: string;
  point: string;
}

/** Draws the points of one body over a picture of the canvas's size. Hidden parts are drawn faint. */
export function drawSkeleton(
  context: CanvasRenderingContext2D,
  points: Landmark[],
  look: SkeletonLook,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  if (points.length === 0) return;
  const thickness = Math.max(2, Math.min(width, height) / 160);
  context.lineCap = 'round';
  context.lineWidth = thickness;
  context.strokeStyle = look.line;
  context.fillStyle = look.point;
  for (const [from, to] of bones) {
    const a = points[from];
    const b = points[to];
    if (!a || !b) continue;
    context.globalAlpha = Math.min(a.visibility, b.visibility) < visibleFrom ? 0.25 : 0.9;
    context.beginPath();
    context.moveTo(a.x * width, a.y * height);
    context.lineTo(b.x * width, b.y * height);
    context.stroke();
  }
  for (const index of joints) {
    const point = points[index];
    if (!point) continue;
    context.globalAlpha = point.visibility < visibleFrom ? 0.25 : 1;
    context.beginPath();
    context.arc(point.x * width, point.y * height, thickness * 1.6, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}
