import type { Estimate } from './api';
import { halfInterval } from './words';

/*
  The geometry of the dial. 0° points down, as a limb hangs in the anatomical position; angles open to the right of
  the picture, or to the left where the dial is mirrored for the left side (as one sees oneself in a mirror).
  The drawing is 100 × 100 with its centre at 50, 50.
*/

export const centre = 50;

export interface Point {
  x: number;
  y: number;
}

/** Where an angle stands on a circle. @param angle_deg degrees from straight down */
export function computePoint(angle_deg: number, radius: number, mirrored = false): Point {
  const angle = (angle_deg * Math.PI) / 180;
  const x = Math.sin(angle) * radius * (mirrored ? -1 : 1);
  return { x: centre + x, y: centre + Math.cos(angle) * radius };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

/** An SVG path along the circle from one angle to another; empty when there is nothing between them. */
export function makeArc(from_deg: number, to_deg: number, radius: number, mirrored = false): string {
  const sweep = Math.min(to_deg - from_deg, 359.9);
  if (!(sweep > 0)) return '';
  const a = computePoint(from_deg, radius, mirrored);
  const b = computePoint(from_deg + sweep, radius, mirrored);
  return `M${round(a.x)} ${round(a.y)}A${radius} ${radius} 0 ${sweep > 180 ? 1 : 0} ${mirrored ? 1 : 0} ${round(b.x)} ${round(b.y)}`;
}

/** The chance that a normal value with this mean and spread lies above `angle_deg`. */
export function computeSurvival(angle_deg: number, estimate: Estimate): number {
  if (estimate.se_deg <= 0) return angle_deg < estimate.mean_deg ? 1 : 0;
  const z = (angle_deg - estimate.mean_deg) / estimate.se_deg;
  // Logistic approximation of the normal distribution, within 0.0002 everywhere.
  // Source: Bowling et al. 2009, doi:10.3926/jiem.2009.v2n1.p114-127
  return 1 / (1 + Math.exp(1.5976 * z + 0.07056 * z * z * z));
}

export interface Slice {
  from_deg: number;
  to_deg: number;
  opacity: number;
}

/** Slices that make the brush: enough that no step is seen at the sizes that the page uses. */
const brushSlices = 16;

/**
 * A fill from 0° with a soft end over its 95 % interval: the stroke at an angle is as strong as the chance that the
 * range goes that far. Nothing is drawn beyond the whole human range.
 */
export function makeFill(estimate: Estimate, human_deg: number): Slice[] {
  const spread = halfInterval * Math.max(0, estimate.se_deg);
  const limit = (angle: number) => Math.min(human_deg, Math.max(0, angle));
  const begin = limit(estimate.mean_deg - spread);
  const end = limit(estimate.mean_deg + spread);
  const slices: Slice[] = begin > 0 ? [{ from_deg: 0, to_deg: begin, opacity: 1 }] : [];
  const width = (end - begin) / brushSlices;
  for (let i = 0; width > 0 && i < brushSlices; ++i) {
    const from_deg = begin + i * width;
    slices.push({
      from_deg,
      to_deg: from_deg + width,
      opacity: Math.round(100 * computeSurvival(from_deg + width / 2, estimate)) / 100,
    });
  }
  return slices;
}
